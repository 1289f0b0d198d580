import { createLedgerCheck } from "@longhaul/db";
import { configureProcess, openTracer, runService, startHealthServer, watchReadiness } from "@longhaul/runtime";
import { isStoreFault } from "@longhaul/stores";
import { readConfig } from "./settings/config.ts";
import { createContext } from "./context/context.ts";
import { startWorker } from "./start-worker.ts";
import { createWorkMetrics } from "./work-metrics.ts";

const { config, logger } = configureProcess("operations-worker", readConfig, process.env);

await runService({
  name: "operations-worker",
  logger,
  isStoreFault,
  drainTimeoutMs: config.drainMs + 5000,
  stopTimeoutMs: 10_000,
  async start({ fail }) {
    const tracer = await openTracer({ service: "operations-worker", logger, ...config.tracing });
    const ctx = await createContext(config, { logger, tracer });
    const checkLedger = await createLedgerCheck(ctx.db, fail);
    const worker = await startWorker(ctx);
    const readiness = await watchReadiness({
      logger,
      checks: { database: checkLedger, queue: () => ctx.queues.ping(), storage: () => ctx.storage.check() },
    });
    createWorkMetrics(ctx);
    const health = await startHealthServer({
      port: config.healthPort,
      host: config.healthHost,
      logger,
      readiness,
      metrics: ctx.metrics,
    });
    return {
      ready: { workerName: config.workerName, healthPort: health.port },
      suspect: () => readiness.suspect(),
      drain() {
        readiness.retire();
        return worker.drain();
      },
      async stop() {
        readiness.close();
        await worker.stop();
        await health.close();
        await tracer?.close();
      },
    };
  },
});
