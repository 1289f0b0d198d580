import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { checkReadiness, type ReadinessChecks } from "./check-readiness.ts";
import type { Logger } from "./create-logger.ts";
import type { Metrics } from "./create-metrics.ts";

export interface HealthServerOptions {
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
  readonly logger: Logger;
  readonly checks: ReadinessChecks;
  readonly metrics: Metrics;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/healthz` (the process lives), `/readyz` (all checks pass, else 503 with those that don't) and `/metrics`. */
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
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
}

async function answer({ checks, metrics }: HealthServerOptions, url: string, response: ServerResponse): Promise<void> {
  const json = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  switch (url.split("?")[0]) {
    case "/healthz":
      return json(200, { status: "ok" });
    case "/readyz": {
      const readiness = await checkReadiness(checks);
      return json(readiness.ready ? 200 : 503, readiness);
    }
    case "/metrics":
      response.writeHead(200, { "content-type": metrics.contentType }).end(await metrics.text());
      return;
    default:
      json(404, { status: "not found" });
  }
}
