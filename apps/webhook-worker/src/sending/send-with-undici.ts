import { Agent, buildConnector, request } from "undici";
import type { AddressGuard } from "./address-guard.ts";
import { describeFailure } from "./describe-failure.ts";
import { readBeginning, type Sender } from "./sender.ts";
import { createTunnelConnector } from "./tunnel-connector.ts";

export interface UndiciSenderOptions {
  readonly guard: AddressGuard;
  /** Most connections to one origin. */
  readonly maxSockets: number;
  readonly timeoutMs: number;
  readonly proxyUrl: string | null;
}

/** A sender on undici: less CPU for each delivery than got. */
export function createUndiciSender({ guard, maxSockets, timeoutMs, proxyUrl }: UndiciSenderOptions): Sender {
  const connectDirectly = buildConnector({
    lookup: guard.lookup,
    minVersion: "TLSv1.2",
    allowH2: false,
    timeout: timeoutMs,
  });

  const tunnel = proxyUrl === null ? null : createTunnelConnector(new URL(proxyUrl), timeoutMs);

  const connector: buildConnector.connector = (options, callback) => {
    try {
      guard.checkLiteral(options.hostname);
    } catch (err) {
      callback(err as Error, null);
      return;
    }
    if (tunnel !== null) {
      tunnel(options, callback);
      return;
    }
    connectDirectly(options, (...result) => {
      const [err, socket] = result;
      const refusal = err === null ? findRefusal(guard, socket.remoteAddress) : null;
      if (refusal === null) callback(...result);
      else {
        socket?.destroy();
        callback(refusal, null);
      }
    });
  };
  const agent = new Agent({
    connect: connector,
    connections: maxSockets,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 60_000,
  });

  return {
    async send({ url, headers, body }) {
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await request(url, {
          method: "POST",
          dispatcher: agent,
          headers: { ...headers },
          body,
          signal: timeout,
        });
        const excerpt = await readBeginning(answer.body as AsyncIterable<Buffer>);
        return {
          outcome: "answered",
          statusCode: answer.statusCode,
          retryAfter: firstOf(answer.headers["retry-after"]),
          location: firstOf(answer.headers["location"]),
          excerpt,
        };
      } catch (err) {
        return describeFailure(err, timeout.aborted);
      }
    },
    close: () => agent.destroy(),
  };
}

const firstOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === "string" ? header : header?.[0];

function findRefusal(guard: AddressGuard, address: string | undefined): Error | null {
  try {
    guard.checkLiteral(address ?? "");
    return address === undefined ? new Error("the connection ended at once") : null;
  } catch (err) {
    return err as Error;
  }
}
