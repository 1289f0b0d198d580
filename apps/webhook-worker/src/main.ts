import { configureProcess, runService } from "@longhaul/runtime";
import { isStoreFault } from "@longhaul/stores";
import { readConfig } from "./settings/config.ts";
import { startWorker } from "./start-worker.ts";

const { config, logger } = configureProcess("webhook-worker", readConfig, process.env);

await runService({
  name: "webhook-worker",
  logger,
  isStoreFault,
  drainTimeoutMs: config.sending.timeoutMs + 5000,
  start: ({ fail }) => startWorker(config, logger, fail),
});
