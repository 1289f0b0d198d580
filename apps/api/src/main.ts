import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { configureProcess, openTracer, runService, startHealthServer } from "@longhaul/runtime";
import { isStoreFault } from "@longhaul/stores";
import { readConfig } from "./context/config.ts";
import { createContext } from "./context/context.ts";
import { createApp } from "./create-app.ts";
import { closeGracefully } from "./http/close-gracefully.ts";
import { createHttpServer } from "./http/create-http-server.ts";
import { startAuditWatch } from "./features/audit/audit-watch.ts";
import { startQuotaWatch } from "./features/quotas/quota-watch.ts";
import { startScheduleWatch } from "./features/schedules/schedule-watch.ts";
import { startDeadlineWatch } from "./deadline-watch.ts";

const { config, logger } = configureProcess("api", readConfig, process.env);

await runService({
  name: "api",
  logger,
  isStoreFault,
  drainTimeoutMs: config.shutdownDelayMs + 30_000,
  async start({ fail }) {
    const tracer = await openTracer({ service: "api", logger, ...config.tracing });
    const ctx = await createContext(config, { logger, tracer, onUnfitLedger: fail });
    await ctx.db.warmUp();
    const server = createHttpServer(createApp(ctx));
    const graceful = closeGracefully(server);
    const deadlines = startDeadlineWatch(ctx);
    const schedules = startScheduleWatch(ctx);
    const audit = startAuditWatch(ctx);
    const quotas = startQuotaWatch(ctx);
    server.listen(config.port, config.host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { readiness, metrics } = ctx;
    const health = await startHealthServer({
      port: config.healthPort,
      host: config.healthHost,
      logger,
      readiness,
      metrics,
    });
    return {
      ready: { url: config.publicUrl ?? `http://localhost:${port}`, healthPort: health.port },
      suspect: () => readiness.suspect(),
      async drain(limitMs) {
        readiness.retire();
        graceful.retire();
        // A load balancer notices; until it has, what it sends is served.
        await sleep(Math.min(config.shutdownDelayMs, limitMs / 4));
        ctx.stopping.abort();
        await graceful.close();
      },
      async stop() {
        deadlines.stop();
        schedules.stop();
        audit.stop();
        quotas.stop();
        await health.close();
        server.closeAllConnections();
        await ctx.close();
        await tracer?.close();
      },
    };
  },
});
