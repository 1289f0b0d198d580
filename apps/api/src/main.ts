import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { configureProcess, openTracer, runService, startHealthServer } from "@longhaul/runtime";
import { isStoreFault } from "@longhaul/stores";
import { startBackgroundWork } from "./background-work.ts";
import { readConfig } from "./context/config.ts";
import { createContext } from "./context/context.ts";
import { createApp } from "./create-app.ts";
import { closeGracefully } from "./http/close-gracefully.ts";
import { createHttpServer } from "./http/create-http-server.ts";

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
    const background = startBackgroundWork(ctx);
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
        // The API goes on serving until a load balancer has noticed that it isn't ready.
        await sleep(Math.min(config.shutdownDelayMs, limitMs / 4));
        ctx.stopping.abort();
        await graceful.close();
      },
      async stop() {
        background.stop();
        await health.close();
        server.closeAllConnections();
        await ctx.close();
        await tracer?.close();
      },
    };
  },
});
