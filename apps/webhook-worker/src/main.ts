import { createLogger, runService } from "@longhaul/runtime";
import { isStoreFault } from "@longhaul/stores";
import { readConfig } from "./config.ts";
import { startWorker } from "./start-worker.ts";

const config = readConfig(process.env);
const logger = createLogger({ service: "webhook-worker", level: config.logLevel, pretty: config.logPretty });

await runService({
  name: "webhook-worker",
  logger,
  isStoreFault,
  drainTimeoutMs: config.sending.timeoutMs + 5000,
  start: () => startWorker(config, logger),
});
