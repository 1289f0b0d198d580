import { describeEachBackend, patientQueues, useTestDatabase, waitFor } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createQueues, type Queues } from "./create-queues.ts";
import { createQueueWorker, type QueueWorker } from "./create-queue-worker.ts";
import { migrateQueue } from "./migrate-queue.ts";
import type { QueueConnection } from "./queue-connection.ts";
import { job } from "./testing/job.ts";
import { toProcessor } from "./testing/to-processor.ts";

describeEachBackend("a worker whose places are taken", (backend) => {
  const database = useTestDatabase();
  let connection: QueueConnection;
  let queues: Queues;
  let worker: QueueWorker<"operations">;
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  let started: string[] = [];
  const errors: unknown[] = [];

  beforeAll(async () => {
    connection = backend.connection(database.url);
    await migrateQueue(connection);
    queues = patientQueues(createQueues(connection, { onError: (error) => errors.push(error) }));
    worker = createQueueWorker(
      connection,
      "operations",
      toProcessor(async ({ operationId }) => {
        started.push(operationId);
        await gate.promise;
      }),
      { concurrency: 1, name: "test", onError: (error) => errors.push(error) },
    );
    worker.start();
  });
  afterAll(async () => {
    gate.resolve();
    await worker.close();
    await queues.close();
  });

  const add = async (operationId: string, priority: number): Promise<void> =>
    queues.add("operations", job(operationId), { priority });
  const idle = async (): Promise<void> => {
    await waitFor(
      async () => {
        const { active, waiting } = await queues.getCounts("operations");
        return active + waiting === 0;
      },
      { what: "the end of all" },
    );
  };
  const whileOneRuns = async (name: string, test: () => Promise<void>): Promise<void> => {
    gate = Promise.withResolvers<void>();
    started = [];
    await add(name, 9);
    await waitFor(() => started.includes(name), { what: "the job that takes the place" });
    await test();
    gate.resolve();
    await idle();
  };

  it("hears of what is added, one by one or together, and takes what is next beside the others", async () => {
    let heard = 0;
    let next: string | null | undefined;
    worker.hearAdded((announced) => {
      heard++;
      next = announced;
    });
    // From when on the store tells is the store's affair.
    for (let tries = 0; heard === 0; tries++) {
      await add(`try-${tries}`, 9);
      await idle();
    }
    await whileOneRuns("long", async () => {
      heard = 0;
      await add("later", 8);
      await waitFor(() => heard > 0, { what: "word of one" });
      await queues.addMany("operations", [{ data: job("guest"), priority: 7 }]);
      await waitFor(() => heard > 1, { what: "word of many" });
      // On Redis the word says which job is next.
      expect(next === undefined ? undefined : JSON.parse(next ?? "null")).toEqual(
        backend.name === "redis" ? job("guest") : undefined,
      );
      expect(await worker.takeBeside(({ operationId }) => operationId === "later", 0)).toBe(false);
      expect(await worker.takeBeside(({ operationId }) => operationId === "guest", 60_000)).toBe(false);
      expect(await worker.takeBeside(({ operationId }) => operationId === "guest", 0)).toBe(true);
      await waitFor(() => started.includes("guest"), { what: "the guest" });
      expect(started).toEqual(["long", "guest"]);
    });
    expect(errors).toEqual([]);
  });

  it("takes a guest that it was told of, and gives back what is there instead of one that another worker has", async () => {
    await whileOneRuns("long", async () => {
      await add("later", 8);
      const isGuest = ({ operationId }: { readonly operationId: string }): boolean => operationId !== "later";
      expect(await worker.takeBeside(isGuest, 0, null)).toBe(false);
      expect(await worker.takeBeside(isGuest, 0, JSON.stringify(job("gone")))).toBe(false);
      expect(await queues.getCounts("operations")).toMatchObject({ active: 1, waiting: 1 });
      await add("guest", 7);
      expect(await worker.takeBeside(isGuest, 0, JSON.stringify(job("guest")))).toBe(true);
      await waitFor(() => started.includes("guest"), { what: "the guest" });
      expect(started).toEqual(["long", "guest"]);
    });
    // It goes on with what it gave back.
    expect(started).toEqual(["long", "guest", "later"]);
    expect(errors).toEqual([]);
  });

  it("takes nothing where nothing waits, or where it has a place", async () => {
    await whileOneRuns("alone", async () => {
      expect(await worker.takeBeside(() => true, 0)).toBe(false);
    });
    expect(await worker.takeBeside(() => true, 0)).toBe(false);
    expect(errors).toEqual([]);
  });
});
