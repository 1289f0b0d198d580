import { createLogger, runService } from "@longhaul/runtime";
import { readConfig } from "./config.ts";
import { startWorker } from "./start-worker.ts";

const config = readConfig(process.env);
const logger = createLogger({ service: "webhook-worker", level: config.logLevel, pretty: config.logPretty });

await runService({
  name: "webhook-worker",
  logger,
  drainTimeoutMs: config.sending.timeoutMs + 5000,
  start: () => startWorker(config, logger),
});
