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

/**
 * Asks a proxy for a tunnel (CONNECT, RFC 9110, 9.3.6) and resolves with its socket.
 * @throws ProxyError when the proxy is away or doesn't let us in, ForbiddenAddressError when it refuses the destination,
 * Error when it couldn't reach it
 */
export function openTunnel(proxyUrl: URL, host: string, port: number, timeoutMs: number): Promise<Socket> {
  const authority = `${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`;
  const credentials = `${decodeURIComponent(proxyUrl.username)}:${decodeURIComponent(proxyUrl.password)}`;
  return new Promise((resolve, reject) => {
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
      reject(err instanceof ProxyError ? err : new ProxyError("the egress proxy can't be reached", { cause: err })),
    );
    request.once("connect", (response, socket) => {
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) {
        socket.setTimeout(0);
        resolve(socket as Socket);
        return;
      }
      socket.destroy();
      if (status === 403) reject(new ForbiddenAddressError(host));
      else if (DESTINATION_UNREACHABLE.includes(status)) {
        reject(new Error(`the egress proxy could not reach the destination (${status})`));
      } else reject(new ProxyError(`the egress proxy answered ${status}`));
    });
    request.end();
  });
}
