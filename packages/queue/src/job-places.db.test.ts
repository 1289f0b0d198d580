import { describeEachBackend, patientQueues, useTestDatabase, waitFor } from "@longhaul/testing";
import { afterEach, beforeAll, beforeEach, afterAll, expect, it } from "vitest";
import { createQueues, type Queues } from "./create-queues.ts";
import { createQueueWorker, type QueueWorker } from "./create-queue-worker.ts";
import { migrateQueue } from "./migrate-queue.ts";
import type { QueueConnection } from "./queue-connection.ts";
import { job } from "./testing/job.ts";
import { toProcessor } from "./testing/to-processor.ts";

describeEachBackend("a job of which only the end is left to be written", (backend) => {
  const database = useTestDatabase();
  let connection: QueueConnection;
  let queues: Queues;
  let worker: QueueWorker<"operations">;
  let started: string[] = [];
  let ends: Map<string, PromiseWithResolvers<void>>;
  let free: Map<string, () => void>;
  let errors: unknown[] = [];
  let more = 0;

  beforeAll(async () => {
    connection = backend.connection(database.url);
    await migrateQueue(connection);
    queues = patientQueues(createQueues(connection, { onError: (error) => errors.push(error) }));
  });
  beforeEach(async () => {
    await queues.obliterate();
    [started, errors, ends, free, more] = [[], [], new Map(), new Map(), 0];
    worker = createQueueWorker(
      connection,
      "operations",
      toProcessor(async ({ operationId }, { freePlace }) => {
        const end = Promise.withResolvers<void>();
        started.push(operationId);
        ends.set(operationId, end);
        free.set(operationId, freePlace);
        await end.promise;
        return { ended: operationId };
      }),
      { concurrency: 1, more: () => more, name: "test", onError: (error) => errors.push(error) },
    );
  });
  afterEach(async () => worker.close({ force: true }));
  afterAll(async () => queues.close());

  const add = async (...operationIds: readonly string[]): Promise<void> =>
    queues.addMany(
      "operations",
      operationIds.map((operationId, idx) => ({ data: job(operationId), priority: 1 + idx })),
    );
  const untilStarted = async (...operationIds: readonly string[]): Promise<boolean> =>
    waitFor(() => started.length >= operationIds.length, { what: operationIds.join(", ") });
  const untilCompleted = async (count: number): Promise<boolean> =>
    waitFor(async () => (await queues.getCounts("operations")).completed === count, { what: `${count} ends` });

  it("gives its place to the next one, as many at a time as there are places", async () => {
    await add("a", "b", "c", "d");
    worker.start();
    await untilStarted("a");
    free.get("a")?.();
    await untilStarted("a", "b");
    expect((await queues.getCounts("operations")).active).toBe(2);
    // The end of `a` is still to come.
    free.get("b")?.();
    ends.get("b")?.resolve();
    await untilStarted("a", "b", "c");
    expect(started).toEqual(["a", "b", "c"]);
    ends.get("a")?.resolve();
    await untilCompleted(2);
    ends.get("c")?.resolve();
    await untilStarted("a", "b", "c", "d");
    ends.get("d")?.resolve();
    await untilCompleted(4);
    expect(started).toEqual(["a", "b", "c", "d"]);
    expect(errors).toEqual([]);
  });

  it("gives it to one that comes later, too, which gives its own away as soon as there is room", async () => {
    await add("a");
    worker.start();
    await untilStarted("a");
    free.get("a")?.();
    await add("b", "c");
    await untilStarted("a", "b");
    free.get("b")?.();
    free.get("b")?.();
    expect((await queues.getCounts("operations")).active).toBe(2);
    expect(started).toEqual(["a", "b"]);
    ends.get("a")?.resolve();
    await untilStarted("a", "b", "c");
    ends.get("c")?.resolve();
    ends.get("b")?.resolve();
    await untilCompleted(3);
    expect(errors).toEqual([]);
  });

  it("keeps its place while more jobs than there are places may be taken, which are as many as may be", async () => {
    await add("a", "b", "c", "d", "e", "f");
    more = 2;
    worker.start();
    await untilStarted("a");
    ends.get("a")?.resolve();
    await untilStarted("a", "b", "c", "d");
    free.get("b")?.();
    expect((await queues.getCounts("operations")).active).toBe(3);
    more = 0;
    ends.get("b")?.resolve();
    ends.get("c")?.resolve();
    await untilCompleted(3);
    // Those that are taken at once start in any order.
    expect(started.toSorted()).toEqual(["a", "b", "c", "d"]);
    ends.get("d")?.resolve();
    await untilStarted("a", "b", "c", "d", "e");
    ends.get("e")?.resolve();
    await untilStarted("a", "b", "c", "d", "e", "f");
    ends.get("f")?.resolve();
    await untilCompleted(6);
    expect(errors).toEqual([]);
  });

  it("is waited for by a worker that drains, which gives its place to nobody", async () => {
    await add("a", "b", "c");
    worker.start();
    await untilStarted("a");
    free.get("a")?.();
    await untilStarted("a", "b");
    let isDrained = false;
    const drained = worker.drain().then(() => (isDrained = true));
    free.get("b")?.();
    ends.get("b")?.resolve();
    await untilCompleted(1);
    expect(isDrained).toBe(false);
    ends.get("a")?.resolve();
    await drained;
    expect(await queues.getCounts("operations")).toMatchObject({ completed: 2, active: 0, waiting: 1 });
    expect(started).toEqual(["a", "b"]);
    expect(errors).toEqual([]);
  });

  it("fails as any other", async () => {
    await add("a", "b");
    worker.start();
    await untilStarted("a");
    free.get("a")?.();
    await untilStarted("a", "b");
    ends.get("a")?.reject(new Error("not written"));
    ends.get("b")?.resolve();
    await untilCompleted(1);
    await waitFor(async () => (await queues.getCounts("operations")).failed === 1, { what: "the failure" });
    expect(errors.map(String)).toEqual([expect.stringContaining("not written")]);
  });
});
