import { Agent, buildConnector, request } from "undici";
import type { AddressGuard } from "@longhaul/egress";
import { describeFailure } from "./describe-failure.ts";
import { readBeginning, type Transport } from "./sender.ts";
import { createTunnelConnector } from "./tunnel-connector.ts";

export interface UndiciTransportOptions {
  readonly guard: AddressGuard;
  /** Most connections to one origin. */
  readonly maxSockets: number;
  /** For making a connection. */
  readonly timeoutMs: number;
  readonly proxyUrl: string | null;
}

/** Posts by undici: less CPU for each delivery than got. */
export function createUndiciTransport(options: UndiciTransportOptions): Transport {
  const { guard, maxSockets, timeoutMs, proxyUrl } = options;
  const connectDirectly = buildConnector({
    lookup: guard.lookup,
    minVersion: "TLSv1.2",
    allowH2: false,
    timeout: timeoutMs,
  });

  const tunnel = proxyUrl === null ? null : createTunnelConnector(new URL(proxyUrl), timeoutMs);

  const connector: buildConnector.connector = (target, callback) => {
    const forbidden = refusalOf(() => guard.checkLiteral(target.hostname));
    if (forbidden !== null) {
      callback(forbidden, null);
      return;
    }
    if (tunnel !== null) {
      tunnel(target, callback);
      return;
    }
    connectDirectly(target, (...result) => {
      const [err, socket] = result;
      const refusal = err === null ? refusalOf(() => guard.checkPeer(socket.remoteAddress, target.hostname)) : null;
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
    async send({ url, headers, body }, restMs) {
      const timeout = AbortSignal.timeout(restMs);
      try {
        const answer = await request(url, {
          method: "POST",
          dispatcher: agent,
          headers: { ...headers },
          body,
          signal: timeout,
        });
        const excerpt = await readBeginning(answer.body);
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

function refusalOf(check: () => void): Error | null {
  try {
    check();
    return null;
  } catch (err) {
    return err as Error;
  }
}
