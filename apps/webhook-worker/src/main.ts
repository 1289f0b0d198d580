import { createDb } from "@longhaul/db";
import { createLogger, createMetrics, runService, startHealthServer } from "@longhaul/runtime";
import { readConfig } from "./config.ts";
import { deliver } from "./delivery/deliver.ts";
import { startDeliveryLoop } from "./delivery/delivery-loop.ts";
import { createGuardedAgents } from "./sending/guarded-agents.ts";
import { createGotSender } from "./sending/send-with-got.ts";

const config = readConfig(process.env);
const logger = createLogger({ service: "webhook-worker", level: config.logLevel, pretty: config.logPretty });

await runService({
  name: "webhook-worker",
  logger,
  drainTimeoutMs: config.timeoutMs + 5000,
  async start() {
    const db = createDb({
      databaseUrl: config.databaseUrl,
      applicationName: config.workerName,
      onError: (err) => logger.warn({ err }, "idle database connection lost"),
    });
    const agents = createGuardedAgents({ allowLoopback: config.allowLoopback, maxSockets: config.concurrency });
    const send = createGotSender(agents, config.timeoutMs);
    const loop = await startDeliveryLoop({
      db,
      logger,
      workerName: config.workerName,
      concurrency: config.concurrency,
      leaseMs: config.timeoutMs + 15_000,
      deliver: (delivery) => deliver({ db, logger, send, secretsKey: config.secretsKey }, delivery),
    });
    const health = await startHealthServer({
      port: config.healthPort,
      host: config.healthHost,
      logger,
      checks: { database: () => db.check() },
      metrics: createMetrics(),
    });
    return {
      ready: { workerName: config.workerName },
      drain: () => loop.drain(),
      async stop() {
        await loop.stop();
        await health.close();
        agents.destroy();
        await db.close();
      },
    };
  },
});
