import { describeEachBackend, useTestDatabase, waitFor, patientQueues } from "@longhaul/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createQueues } from "./create-queues.ts";
import type { Queues } from "./create-queues.ts";
import { createQueueWorker } from "./create-queue-worker.ts";
import { gateJob, jobCatalog } from "./job-catalog.ts";
import { migrateQueue } from "./migrate-queue.ts";
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
    await untilTaken(async () => queues.addReady(layer));
  }

  function startWorkers(concurrency = 4): void {
    const options = { concurrency, name: "test", onError: (error: QueueError) => errors.push(error) };
    const operations = createQueueWorker(
      connection,
      "operations",
      toProcessor(async (data) => started.push(data.operationId)),
      options,
    );
    operations.start();
    closers.push(async () => operations.close({ force: true }));
  }

  beforeAll(async () => {
    connection = backend.connection(database.url);
    await migrateQueue(connection);
    queues = patientQueues(createQueues(connection, { onError: (error) => errors.push(error) }));
  });
  beforeEach(async () => {
    errors = [];
    started = [];
    await queues.obliterate();
    startWorkers();
  });
  afterEach(async () => {
    await Promise.all(closers.splice(0).map(async (close) => close()));
  });
  afterAll(async () => queues.close());

  it("runs a diamond in order, each operation once its gates are opened", async () => {
    await queues.addFlows([flow("d", "b", "c"), flow("b", "a"), flow("c", "a"), flow("a")]);
    await waitFor(() => started.includes("a"), { what: "the root" });
    expect(await queues.getCounts("gates")).toMatchObject({ delayed: 4, completed: 0 });
    await queues.addReady([flow("b"), flow("c")]);
    await waitFor(() => started.length === 3, { what: "both branches" });
    expect(started.toSorted()).toEqual(["a", "b", "c"]);
    expect(await queues.getCounts("gates")).toMatchObject({ delayed: 2, completed: 2 });
    await queues.addReady([flow("d")]);
    await waitFor(() => started.includes("d"), { what: "the sink" });
    await waitFor(async () => (await queues.getCounts("operations")).completed === 4, { what: "all ends" });
    expect(await queues.getCounts("gates")).toMatchObject({ delayed: 0, waiting: 0, completed: 4 });
    expect(errors).toEqual([]);
  });

  it("starts what is opened together in the order given within a priority, and by priority", async () => {
    await Promise.all(closers.splice(0).map(async (close) => close()));
    const ids = ["m", "c", "x", "a"];
    await queues.addFlows(ids.map((id) => flow(id, "root")));
    await queues.addReady([...ids.map((id) => flow(id)), { ...flow("first"), priority: 3 }]);
    startWorkers(1);
    await waitFor(() => started.length === 5, { what: "all" });
    expect(started).toEqual(["first", ...ids]);
  });

  it("opens gates that a worker of the version before has woken, and jobs whose gates are lost", async () => {
    await queues.addFlows([flow("b", "a", "z"), flow("c", "a")]);
    await queues.wake("gates", [jobCatalog.gates.jobId(gate("b", "a"))]);
    expect(await queues.getCounts("gates")).toMatchObject({ delayed: 2, waiting: 1 });
    await queues.addReady([flow("b"), flow("c")]);
    await waitFor(() => started.length === 2, { what: "both" });
    await waitFor(async () => (await queues.getCounts("operations")).completed === 2, { what: "both ends" });
    expect(await queues.getCounts("gates")).toMatchObject({ delayed: 0, waiting: 0, active: 0, completed: 3 });
    expect(errors).toEqual([]);
  });

  it("keeps as many opened gates as dashboards show", async () => {
    const wide = Array.from({ length: 90 }, (_, idx) => `${idx}`);
    await queues.addFlows([flow("late", ...wide), flow("later", "a")]);
    await queues.addReady([flow("late")]);
    await waitFor(async () => (await queues.getCounts("operations")).completed === 1, { what: "the end" });
    expect(await queues.getCounts("gates")).toMatchObject({ delayed: 1, completed: 50 });
    await queues.addReady([flow("later")]);
    await waitFor(async () => (await queues.getCounts("operations")).completed === 2, { what: "the other end" });
    expect(await queues.getCounts("gates")).toMatchObject({ delayed: 0, completed: 50 });
  });

  it("leaves jobs that have started as they are, and runs those that it doesn't know", async () => {
    await queues.addReady([flow("new")]);
    await waitFor(() => started.includes("new"), { what: "the job" });
    expect(started).toEqual(["new"]);
    await Promise.all(closers.splice(0).map(async (close) => close()));
    await queues.addReady([flow("other")]);
    await queues.addReady([flow("other")]);
    expect((await queues.getCounts("operations")).waiting).toBe(1);
  });

  it("fails the job of an operation that never runs with its gates", async () => {
    await queues.addFlows([flow("late", "early", "nobody"), flow("other", "early")]);
    expect(await queues.failWaiting([{ jobIds: ["late-0", "late-1"], reason: "DependencyFailed" }])).toEqual([
      "late-0",
    ]);
    expect(await queues.getCounts("operations")).toMatchObject({ failed: 1, waitingChildren: 1 });
    expect(await queues.getCounts("gates")).toMatchObject({ failed: 2, delayed: 1 });
    expect(started).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("lists what waits for its gates, page by page", async () => {
    await queues.addFlows([flow("c", "a"), flow("b", "a"), flow("a")]);
    const pages = await Promise.all([0, 1, 2].map(async (offset) => queues.findWaitingFlows({ limit: 1, offset })));
    const waiting = pages.flat().toSorted((one, other) => one.jobId.localeCompare(other.jobId));
    expect(waiting).toEqual([
      { jobId: "b-0", operationId: "b" },
      { jobId: "c-0", operationId: "c" },
    ]);
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
});
