import http from "node:http";
import type { Socket } from "node:net";

/** The proxy itself failed; the destination may be fine. */
export class ProxyError extends Error {
  readonly code = "ERR_EGRESS_PROXY";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProxyError";
  }
}

/**
 * Statuses of a proxy that couldn't or wouldn't reach the destination. All give the same message, so that a tenant can't
 * find out which internal names exist.
 */
const NOT_REACHED = [403, 502, 503, 504];

/** The proxy made no tunnel to the destination. The cause is for the operator. */
export class NotReachedError extends Error {
  constructor(status: number) {
    super("the egress proxy did not reach the destination", { cause: new Error(`it answered ${status}`) });
    this.name = "NotReachedError";
  }
}

export type TunnelDone = (...result: [null, Socket] | [Error, null]) => void;

/**
 * Asks a proxy for a tunnel (CONNECT, RFC 9110, 9.3.6) and passes its socket to `done`. The error is a ProxyError when the
 * proxy can't be reached or refuses us, and a NotReachedError when the proxy didn't reach the destination.
 */
export function openTunnel(
  { proxyUrl, host, port, timeoutMs }: { proxyUrl: URL; host: string; port: number; timeoutMs: number },
  done: TunnelDone,
): void {
  const authority = `${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`;
  const credentials = `${decodeURIComponent(proxyUrl.username)}:${decodeURIComponent(proxyUrl.password)}`;
  const request = http.request({
    host: proxyUrl.hostname,
    port: proxyUrl.port === "" ? 80 : Number(proxyUrl.port),
    method: "CONNECT",
    path: authority,
    agent: false,
    timeout: timeoutMs,
    headers: {
      host: authority,
      ...(proxyUrl.username === ""
        ? {}
        : { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` }),
    },
  });
  request.once("timeout", () => request.destroy(new ProxyError("the egress proxy does not answer")));
  request.once("error", (err) =>
    done(err instanceof ProxyError ? err : new ProxyError("the egress proxy can't be reached", { cause: err }), null),
  );
  request.once("connect", (response, socket) => {
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) {
      socket.setTimeout(0);
      done(null, socket);
      return;
    }
    socket.destroy();
    if (NOT_REACHED.includes(status)) done(new NotReachedError(status), null);
    else done(new ProxyError(`the egress proxy answered ${status}`), null);
  });
  request.end();
}
