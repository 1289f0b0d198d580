import tls from "node:tls";
import type { buildConnector } from "undici";
import { openTunnel } from "@longhaul/egress";

/** Connects undici through a proxy: a tunnel, with TLS inside for `https:`. */
export function createTunnelConnector(proxyUrl: URL, timeoutMs: number): buildConnector.connector {
  return (options, callback) => {
    const isTls = options.protocol === "https:";
    const port = options.port === "" ? (isTls ? 443 : 80) : Number(options.port);
    openTunnel({ proxyUrl, host: options.hostname, port, timeoutMs }, (...result) => {
      const [err, socket] = result;
      if (err !== null || !isTls) {
        callback(...result);
        return;
      }
      const secure = tls.connect({
        socket,
        servername: options.servername ?? options.hostname,
        minVersion: "TLSv1.2",
      });
      const fail = (tlsErr: Error): void => callback(tlsErr, null);
      secure.once("error", fail).once("secureConnect", () => {
        secure.off("error", fail);
        callback(null, secure);
      });
    });
  };
}
