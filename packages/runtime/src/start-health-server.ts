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

/**
 * Serves `/healthz` (the process lives), `/readyz` (all checks pass, else 503 with those that don't) and `/metrics`.
 * Why a check fails goes to the log, once each time it starts to fail.
 * @throws when the port is taken
 */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const failing = new Set<string>();
  const server = createServer((request, response) => {
    answer(options, failing, request.url ?? "/", response).catch((err: unknown) => {
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
  { checks, logger, metrics }: HealthServerOptions,
  failing: Set<string>,
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
      const readiness = await checkReadiness(checks, (check, err) => {
        if (!failing.has(check)) {
          logger.warn({ check, err }, "readiness check failed");
        }
      });
      for (const [check, result] of Object.entries(readiness.checks)) {
        if (result === "failed") {
          failing.add(check);
        } else if (failing.delete(check)) {
          logger.info({ check }, "readiness check passes again");
        }
      }
      json(readiness.ready ? 200 : 503, readiness);
      return;
    }
    case "/metrics":
      response.writeHead(200, { "content-type": metrics.contentType }).end(await metrics.text());
      return;
    default:
      json(404, { status: "not found" });
  }
}
