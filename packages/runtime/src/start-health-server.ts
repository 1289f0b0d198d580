import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "./create-logger.ts";
import type { Metrics } from "./create-metrics.ts";
import type { ReadinessWatch } from "./watch-readiness.ts";

export interface HealthServerOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** Address to listen on. The port shows internal details, so don't make it public. */
  readonly host: string;
  readonly logger: Logger;
  readonly readiness: ReadinessWatch;
  readonly metrics: Metrics;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `/healthz` (the process runs), `/readyz` (all checks pass, else 503 with the failed ones) and `/metrics`. Requests
 * cause no work.
 * @throws when the port is taken
 */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    answer(options, request.url ?? "/", response).catch((err: unknown) => {
      options.logger.error({ err }, "health request failed");
      response.writeHead(500).end();
    });
  });
  server.listen(options.port, options.host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async close() {
      if (server.listening) {
        const closed = once(server, "close");
        server.close();
        server.closeAllConnections();
        await closed;
      }
    },
  };
}

async function answer(
  { readiness, metrics }: HealthServerOptions,
  url: string,
  response: ServerResponse,
): Promise<void> {
  const json = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  switch (url.split("?")[0]) {
    case "/healthz":
      json(200, { status: "ok" });
      return;
    case "/readyz": {
      const current = readiness.current();
      json(current.ready ? 200 : 503, current);
      return;
    }
    case "/metrics":
      response.writeHead(200, { "content-type": metrics.contentType }).end(await metrics.text());
      return;
    default:
      json(404, { status: "not found" });
  }
}
