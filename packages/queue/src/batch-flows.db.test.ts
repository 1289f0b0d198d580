import { describeEachBackend, useTestDatabase, waitFor, patientQueues } from "@longhaul/testing";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createQueues } from "./create-queues.ts";
import type { Queues } from "./create-queues.ts";
import { createQueueWorker } from "./create-queue-worker.ts";
import { gateJob, jobCatalog } from "./job-catalog.ts";
import { migrateQueue } from "./migrate-queue.ts";
import { PostponeJob, RefuseJob } from "./job-ends.ts";
import type { QueueConnection } from "./queue-connection.ts";
import type { QueueError } from "./queue-error.ts";
import { job } from "./testing/job.ts";
import { toProcessor } from "./testing/to-processor.ts";

describeEachBackend("batch flows", (backend) => {
  const database = useTestDatabase();
  const closers: (() => Promise<void>)[] = [];
  let connection: QueueConnection;
  let queues: Queues;
  let errors: QueueError[];
  let started: string[];
  let asked: string[];
  /** What the ledger would say of a gate. */
  let answers: Map<string, "open" | "refused">;

  const named = (id: string) => ({ id, type: "Trial", name: `Trial ${id}`, tenantId: "tenant", projectId: "project" });
  const gate = (operationId: string, dependsOnId: string) => gateJob("batch-1", named(operationId), named(dependsOnId));
  const flow = (operationId: string, ...dependsOn: string[]) => ({
    data: job(operationId, 0),
    gates: dependsOn.map((id) => gate(operationId, id)),
    priority: 10,
  });

  /** As a producer's caller does: again, when the store didn't answer in time. */
  const untilTaken = async (work: () => Promise<unknown>) =>
    waitFor(
      async () =>
        work().then(
          () => true,
          (error: QueueError) => {
            if (error.code !== "store-unavailable") throw error;
            return false;
          },
        ),
      { what: "the store to take it" },
    );

  /** A layer of operations that all depend on one root, in the queue, and the root's end told. */
  async function addAndOpenLayer(width: number): Promise<void> {
    const layer = Array.from({ length: width }, (_, idx) => flow(`w${idx}`, "root"));
    await untilTaken(async () => queues.addFlows([...layer, flow("root")]));
    await waitFor(() => started.includes("root"), { what: "the root" });
    for (const { data } of layer) answers.set(`${data.operationId}<root`, "open");
    await untilTaken(async () => queues.wakeGates(layer.flatMap((item) => item.gates)));
  }

  function startWorkers(): void {
    const options = { concurrency: 4, name: "test", onError: (error: QueueError) => errors.push(error) };
    const operations = createQueueWorker(
      connection,
      "operations",
      toProcessor(async (data) => started.push(data.operationId)),
      options,
    );
    const gates = createQueueWorker(
      connection,
      "gates",
      toProcessor(async ({ operationId, dependsOnId }) => {
        const name = `${operationId}<${dependsOnId}`;
        asked.push(name);
        const answer = answers.get(name);
        if (answer === "refused") throw new RefuseJob("DependencyFailed");
        if (answer !== "open") throw new PostponeJob(3_600_000);
      }),
      options,
    );
    for (const worker of [operations, gates]) {
      worker.start();
      closers.push(async () => worker.close({ force: true }));
    }
  }

  beforeAll(async () => {
    connection = backend.connection(database.url);
    await migrateQueue(connection);
    queues = patientQueues(createQueues(connection, { onError: (error) => errors.push(error) }));
  });
  beforeEach(async () => {
    errors = [];
    started = [];
    asked = [];
    answers = new Map();
    await queues.obliterate();
    startWorkers();
  });
  afterEach(async () => {
    await Promise.all(closers.splice(0).map(async (close) => close()));
  });
  afterAll(async () => queues.close());

  it("runs a diamond in order, each operation once all its gates have opened", async () => {
    await queues.addFlows([flow("d", "b", "c"), flow("b", "a"), flow("c", "a"), flow("a")]);
    await waitFor(() => started.includes("a"), { what: "the root" });
    answers.set("b<a", "open").set("c<a", "open");
    await queues.wakeGates([gate("b", "a"), gate("c", "a")]);
    await waitFor(() => started.length === 3, { what: "both branches" });
    answers.set("d<b", "open");
    await queues.wakeGates([gate("d", "b"), gate("d", "c")]);
    await waitFor(() => asked.includes("d<c"), { what: "the gate that stays closed" });
    expect(started.toSorted()).toEqual(["a", "b", "c"]);
    answers.set("d<c", "open");
    await waitFor(
      async () => {
        await queues.wakeGates([gate("d", "c")]);
        return started.includes("d");
      },
      { what: "the sink" },
    );
    expect(errors).toEqual([]);
  });

  it("fails the job of an operation whose gate is refused, without running it", async () => {
    await queues.addFlows([flow("late", "early")]);
    answers.set("late<early", "refused");
    await queues.wakeGates([gate("late", "early"), gate("late", "nobody")]);
    await waitFor(async () => (await queues.getCounts("operations")).failed === 1, { what: "the failed parent" });
    expect(started).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("leaves a flow that is there as it is, and forgets one that waits when told so", async () => {
    await queues.addFlows([flow("z", "y")]);
    await queues.addFlows([flow("z", "y")]);
    expect((await queues.getCounts("operations")).waitingChildren).toBe(1);
    expect((await queues.getCounts("gates")).delayed).toBe(1);
    expect(await queues.removeWaitingFlows(["z-0", "nobody-0"])).toEqual(["z-0"]);
    expect((await queues.getCounts("gates")).delayed).toBe(0);
    await queues.add("operations", job("z", 0));
    await waitFor(() => started.includes("z"), { what: "the operation without a flow" });
  });

  it("adds those of two callers in turn, so that a small one need not wait for a large one", async () => {
    const large = Array.from({ length: 300 }, (_, idx) =>
      flow(`l${idx}`, ...Array.from({ length: 9 }, (_gate, n) => `${n}`)),
    );
    const ended: string[] = [];
    const add = async (name: string, flows: Parameters<Queues["addFlows"]>[0]): Promise<void> => {
      await untilTaken(async () => queues.addFlows(flows));
      ended.push(name);
    };
    const all = [add("large", large), add("small", [flow("b", "a"), flow("a")])];
    expect(queues.flowsInHand()).toBe(2);
    await Promise.all(all);
    expect(ended).toEqual(["small", "large"]);
    // On Redis, to delete all gates would free the operations behind them.
    await queues.removeWaitingFlows([...large, flow("b", "a")].map(({ data }) => jobCatalog.operations.jobId(data)));
    expect(queues.flowsInHand()).toBe(0);
  });

  it("adds hundreds of operations in a few round trips", async () => {
    await addAndOpenLayer(300);
    await waitFor(() => new Set(started).size === 301, { what: "all of them" });
    expect(errors.filter(({ code }) => code === "processor-failed")).toEqual([]);
  });

  it.skipIf(backend.name === "redis")("opens every gate though the store stops answering for a while", async () => {
    await addAndOpenLayer(40);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query("BEGIN");
      await client.query("LOCK TABLE bullmq.job IN ACCESS EXCLUSIVE MODE");
      await waitFor(() => errors.some(({ code }) => code === "store-unavailable"), { what: "news of the outage" });
      await client.query("ROLLBACK");
    } finally {
      await client.end();
    }
    await waitFor(() => new Set(started).size === 41, { what: "all of them" });
    expect(errors.filter(({ code }) => code === "processor-failed")).toEqual([]);
  });

  it.skipIf(backend.name === "redis")("finds a woken gate within seconds though it missed the news", async () => {
    await queues.addFlows([flow("b", "a"), flow("a")]);
    await waitFor(() => started.includes("a"), { what: "the root" });
    answers.set("b<a", "open");
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      const { rowCount } = await client.query(
        "UPDATE bullmq.job SET state = 'waiting', process_at_ms = NULL, delay_ms = 0 WHERE queue = 'gates' AND state = 'delayed'",
      );
      expect(rowCount).toBe(1);
    } finally {
      await client.end();
    }
    await waitFor(() => started.includes("b"), { what: "the gate's operation" });
  });
});
