import { createMetrics, runService, startHealthServer } from "@longhaul/runtime";
import { isStoreFault } from "@longhaul/stores";
import { readConfig } from "./config.ts";
import { createContext } from "./context.ts";
import { startWorker } from "./start-worker.ts";

const config = readConfig(process.env);
const ctx = await createContext(config);

await runService({
  name: "operations-worker",
  logger: ctx.logger,
  isStoreFault,
  drainTimeoutMs: config.drainMs + 5000,
  stopTimeoutMs: 10_000,
  async start() {
    const worker = await startWorker(ctx);
    const health = await startHealthServer({
      port: config.healthPort,
      host: config.healthHost,
      logger: ctx.logger,
      checks: { database: () => ctx.db.check(), queue: () => ctx.queues.ping(), storage: () => ctx.storage.check() },
      metrics: createMetrics(),
    });
    return {
      ready: { workerName: config.workerName },
      drain: () => worker.drain(),
      async stop() {
        await worker.stop();
        await health.close();
      },
    };
  },
});
