import http from "node:http";
import type { Socket } from "node:net";
import { ForbiddenAddressError } from "./address-guard.ts";

/** The proxy itself failed; nothing is said of the destination. */
export class ProxyError extends Error {
  readonly code = "ERR_EGRESS_PROXY";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProxyError";
  }
}

/** Statuses by which a proxy says that it couldn't reach the destination. */
const DESTINATION_UNREACHABLE = [502, 503, 504];

export type TunnelDone = (...result: [null, Socket] | [Error, null]) => void;

/**
 * Asks a proxy for a tunnel (CONNECT, RFC 9110, 9.3.6) and gives its socket. The error is a ProxyError when the proxy is
 * away or doesn't let us in, a ForbiddenAddressError when it refuses the destination, another when it couldn't reach it.
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
    if (status === 403) done(new ForbiddenAddressError(host), null);
    else if (DESTINATION_UNREACHABLE.includes(status)) {
      done(new Error(`the egress proxy could not reach the destination (${status})`), null);
    } else done(new ProxyError(`the egress proxy answered ${status}`), null);
  });
  request.end();
}
