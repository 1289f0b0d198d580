// A service for run-service.test.ts: what it does is told by its environment.
import { setTimeout as delay } from "node:timers/promises";
import { createLogger } from "./create-logger.ts";
import { runService } from "./run-service.ts";

const logger = createLogger({ service: "fixture" });
await runService({
  name: "fixture",
  logger,
  drainTimeoutMs: 300,
  stopTimeoutMs: 300,
  async start() {
    if (process.env["FAIL_AT"] === "start") throw new Error("told to fail");
    const alive = setInterval(() => undefined, 1000);
    if (process.env["FAIL_AT"] === "run") setTimeout(() => void Promise.reject(new Error("nobody catches me")), 50);
    return {
      ready: { answer: 42 },
      async drain() {
        logger.info("draining");
        if (process.env["FAIL_AT"] === "drain") await delay(10_000);
      },
      async stop() {
        clearInterval(alive);
      },
    };
  },
});
