import tls from "node:tls";
import { Agent, buildConnector, request } from "undici";
import type { AddressGuard } from "./address-guard.ts";
import { describeFailure } from "./describe-failure.ts";
import { openTunnel } from "./egress-proxy.ts";
import { readBeginning, type Sender } from "./sender.ts";

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
  } as buildConnector.BuildOptions);

  const connector: buildConnector.connector = (options, callback) => {
    try {
      guard.checkLiteral(options.hostname);
    } catch (err) {
      callback(err as Error, null);
      return;
    }
    if (proxyUrl === null) {
      connectDirectly(options, (...result) => {
        const [err, socket] = result;
        if (err === null && !isPeerAllowed(guard, socket.remoteAddress)) {
          socket.destroy();
          callback(new Error(`${options.hostname} led elsewhere`), null);
        } else callback(...result);
      });
      return;
    }
    const isTls = options.protocol === "https:";
    const port = options.port === "" ? (isTls ? 443 : 80) : Number(options.port);
    openTunnel(new URL(proxyUrl), options.hostname, port, timeoutMs).then(
      (socket) => {
        if (!isTls) {
          callback(null, socket);
          return;
        }
        const servername = options.servername ?? options.hostname;
        const secure = tls.connect({ socket, servername, minVersion: "TLSv1.2" });
        const fail = (err: Error): void => callback(err, null);
        secure.once("error", fail).once("secureConnect", () => {
          secure.off("error", fail);
          callback(null, secure);
        });
      },
      (err: Error) => callback(err, null),
    );
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
        const retryAfter = answer.headers["retry-after"];
        return {
          outcome: "answered",
          statusCode: answer.statusCode,
          retryAfter: typeof retryAfter === "string" ? retryAfter : retryAfter?.[0],
          excerpt,
        };
      } catch (err) {
        return describeFailure(err, timeout.aborted);
      }
    },
    close: () => agent.destroy(),
  };
}

function isPeerAllowed(guard: AddressGuard, address: string | undefined): boolean {
  if (address === undefined) return false;
  try {
    guard.checkLiteral(address);
    return true;
  } catch {
    return false;
  }
}
