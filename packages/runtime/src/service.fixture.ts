/**
 * A service whose behaviour its environment tells: JOURNAL is a file that it writes its steps to, MODE how it
 * misbehaves.
 */
import { appendFileSync } from "node:fs";
import { createLogger } from "./create-logger.ts";
import { runService } from "./run-service.ts";

const { JOURNAL = "", MODE, DRAIN_TIMEOUT_MS = "20000", SAME_REQUEST_MS = "1000" } = process.env;
const note = (step: string): void => appendFileSync(JOURNAL, `${step}\n`);
const never = new Promise<never>(() => undefined);
const keepsAlive = setInterval(() => undefined, 60_000);

await runService({
  name: "fixture",
  logger: createLogger({ service: "fixture" }),
  drainTimeoutMs: Number(DRAIN_TIMEOUT_MS),
  stopTimeoutMs: 300,
  sameRequestMs: Number(SAME_REQUEST_MS),
  isStoreFault: (err) => err instanceof Error && "code" in err && err.code === "57P01",
  async start(ctx) {
    note("starting");
    if (MODE === "fail to start") {
      throw new Error("told to fail");
    }
    if (MODE === "start slowly") {
      await new Promise((resolve) => ctx.signal.addEventListener("abort", resolve));
    }
    if (MODE === "reject") {
      setImmediate(() => void Promise.reject(new Error("nobody catches me")));
    }
    if (MODE === "lose the store") {
      const lost = Object.assign(new Error("terminating connection"), { code: "57P01" });
      setTimeout(() => void Promise.reject(lost), 50);
      setTimeout(() => {
        throw lost;
      }, 60);
    }
    if (MODE === "fail") {
      setImmediate(() => ctx.fail(new Error("connection lost for good")));
    }
    return {
      ready: { answer: 42 },
      suspect: () => note("suspecting"),
      async drain() {
        const told = new Promise((resolve) => process.once("SIGUSR2", resolve)); // listens before the note says so
        note("draining");
        if (MODE === "drain for ever") {
          await never;
        }
        if (MODE === "drain until told") {
          await told;
        }
        if (MODE === "reject while draining") {
          void Promise.reject(new Error("nobody catches me"));
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
      async stop() {
        note("stopping");
        if (MODE === "stop for ever") {
          await never;
        }
        clearInterval(keepsAlive);
      },
    };
  },
});
