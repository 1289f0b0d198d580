/** A worker process of its own that takes one job and never ends it, for tests that kill it. */
import { createQueueWorker } from "../create-queue-worker.ts";
import type { QueueConnection } from "../queue-connection.ts";

// oxlint-disable-next-line node/no-process-env -- the environment is how a test hands over its connection
const connection = JSON.parse(process.env["QUEUE_CONNECTION"] ?? "null") as QueueConnection;

const worker = createQueueWorker(connection, "operations", async () => new Promise<never>(() => undefined), {
  concurrency: 1,
  name: "hanging-worker",
  onError: (error) => process.stderr.write(`${error.code}: ${error.message}\n`),
});
worker.start();
process.send?.({ type: "ready" });
