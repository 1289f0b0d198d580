import { describeEachBackend, useTestDatabase, waitFor, patientQueues } from "@longhaul/testing";
import { createPostgresBackend, Queue } from "bullmq";
import type { IQueueBackend } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createQueues } from "./create-queues.ts";
import type { Queues } from "./create-queues.ts";
import { createQueueWorker } from "./create-queue-worker.ts";
import { toProcessor } from "./testing/to-processor.ts";
import type { TestProcessor } from "./testing/to-processor.ts";
import { queueNames } from "./job-catalog.ts";
import type { QueueName } from "./job-catalog.ts";
import { migrateQueue } from "./migrate-queue.ts";
import type { QueueConnection } from "./queue-connection.ts";
import { importJob } from "./testing/job.ts";

type AnyQueue = Pick<Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend>, "getWorkers">;

describeEachBackend("the list of workers", (backend) => {
  const database = useTestDatabase();
  let connection: QueueConnection;
  let queues: Queues;

  beforeAll(async () => {
    connection = backend.connection(database.url);
    await migrateQueue(connection);
    queues = patientQueues(createQueues(connection, { onError: () => undefined }));
  });
  afterAll(async () => queues.close());

  /** A queue as any other dashboard would open it, knowing nothing of ours. */
  const openForeign = (name: string): { queue: AnyQueue; close: () => Promise<void> } => {
    if (connection.backend === "postgres") {
      const queue = new Queue(
        name,
        { connection: { connectionString: connection.databaseUrl } },
        createPostgresBackend,
      );
      return { queue, close: async () => queue.close() };
    }
    const redis = new Redis(connection.redisUrl, { maxRetriesPerRequest: null });
    const queue = new Queue(name, { connection: redis, prefix: connection.prefix ?? "bull" });
    return {
      queue,
      close: async () => {
        await queue.close();
        redis.disconnect();
      },
    };
  };

  const namesOf = async (queue: AnyQueue): Promise<string[]> =>
    (await queue.getWorkers()).map((client) => client["rawname"]?.replace(/^.*:w:/, "") ?? "").toSorted();

  const start = <Name extends QueueName>(queueName: Name, name: string, process: TestProcessor<Name>) => {
    const worker = createQueueWorker(connection, queueName, toProcessor(process), {
      concurrency: 1,
      name,
      onError: () => undefined,
    });
    worker.start();
    return worker;
  };

  it("has every worker of every queue while it lives, in our board and in a foreign one", async () => {
    const workers = ["left", "right"].flatMap((name) =>
      queueNames.map((queueName) => start(queueName, name, async () => undefined)),
    );
    const foreign = queueNames.map(openForeign);
    const everybody = [...queues.bullBoardQueues(), ...foreign.map(({ queue }) => queue)];
    await waitFor(
      async () =>
        (await Promise.all(everybody.map(namesOf))).every((names) => names.join() === ["left", "right"].join()),
      { what: "two workers on each queue" },
    );
    // Bull Board shows no worker whose address it doesn't know.
    const first = (await everybody[0]?.getWorkers())?.[0];
    expect(first).toMatchObject({ addr: expect.stringMatching(/.+:\d+/), age: expect.stringMatching(/^\d+$/) });

    await Promise.all(workers.map(async (worker) => worker.close()));
    await waitFor(async () => (await Promise.all(everybody.map(namesOf))).every((names) => names.length === 0), {
      what: "no workers",
    });
    await Promise.all(foreign.map(async ({ close }) => close()));
  });

  it("has a worker that has been busy ever since it started", async () => {
    const release = Promise.withResolvers<void>();
    await queues.addMany(
      "datasets",
      ["a", "b"].map((datasetId) => ({ data: importJob(datasetId) })),
    );
    const started: string[] = [];
    const worker = start("datasets", "busy", async ({ datasetId }) => {
      started.push(datasetId);
      await release.promise;
    });
    await waitFor(() => started.length === 1, { what: "the first job" });
    const queue = queues.bullBoardQueues().find(({ name }) => name === "datasets");
    await waitFor(async () => queue !== undefined && (await namesOf(queue)).join() === "busy", { what: "the worker" });
    expect(started).toHaveLength(1);
    release.resolve();
    await worker.close();
  });
});
