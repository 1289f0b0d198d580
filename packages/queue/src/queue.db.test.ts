import { setTimeout as delay } from "node:timers/promises";
import {
  describeEachBackend,
  spawnApp,
  startTcpProxy,
  useTestDatabase,
  waitFor,
  type TcpProxy,
  patientQueues,
} from "@longhaul/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createQueues } from "./create-queues.ts";
import type { Queues } from "./create-queues.ts";
import { createQueueWorker } from "./create-queue-worker.ts";
import type { QueueWorker, QueueWorkerOptions } from "./create-queue-worker.ts";
import { toProcessor } from "./testing/to-processor.ts";
import type { TestProcessor } from "./testing/to-processor.ts";
import { gateJob } from "./job-catalog.ts";
import { migrateQueue } from "./migrate-queue.ts";
import type { QueueConnection } from "./queue-connection.ts";
import type { QueueError } from "./queue-error.ts";
import { longestWaitS } from "./queue-settings.ts";
import { job } from "./testing/job.ts";

/** Whether the work ends before a timer of this process does: that is their order, however slow the machine. */
const isOverBefore = async (timerMs: number, work: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    work.then(
      () => true,
      () => true,
    ),
    delay(timerMs, false, { ref: false }),
  ]);

describeEachBackend("queue", (backend) => {
  const database = useTestDatabase();
  const closers: (() => Promise<void>)[] = [];
  let connection: QueueConnection;
  let queues: Queues;
  let errors: QueueError[];

  /** A worker that is closed by force after the test. */
  const worker = (
    process: TestProcessor<"operations">,
    options: Partial<QueueWorkerOptions> = {},
    on: QueueConnection = connection,
  ): QueueWorker => {
    const made = createQueueWorker(on, "operations", toProcessor(process), {
      concurrency: 1,
      name: "test",
      onError: (error) => errors.push(error),
      ...options,
    });
    closers.push(async () => made.close({ force: true }));
    return made;
  };

  /** A processor that records what it gets, and a gate that holds it. */
  const recorder = () => {
    const started: string[] = [];
    const finished: string[] = [];
    let release = Promise.withResolvers<void>();
    release.resolve();
    const process: TestProcessor<"operations"> = async (data) => {
      started.push(data.operationId);
      await release.promise;
      finished.push(data.operationId);
    };
    return {
      started,
      finished,
      process,
      hold: () => {
        release = Promise.withResolvers<void>();
      },
      release: () => release.resolve(),
    };
  };

  const expectFinished = async (finished: readonly string[], expected: readonly string[]): Promise<void> => {
    await waitFor(() => finished.length >= expected.length, { what: `${expected.length} finished jobs` });
    expect(finished).toEqual(expected);
  };

  const idle = async (): Promise<void> => {
    await waitFor(
      async () => {
        const counts = await queues.getCounts("operations");
        return counts.waiting + counts.active + counts.delayed === 0;
      },
      { what: "an empty queue" },
    );
  };

  beforeAll(async () => {
    connection = backend.connection(database.url);
    await migrateQueue(connection);
    queues = patientQueues(createQueues(connection, { onError: (error) => errors.push(error) }));
  });
  beforeEach(async () => {
    errors = [];
    await queues.obliterate();
  });
  afterEach(async () => {
    await Promise.all(closers.splice(0).map(async (close) => close()));
  });
  afterAll(async () => {
    await queues.close();
  });

  it("takes jobs in the order that they are given later, a flow's as its gates open", async () => {
    const named = (id: string) => ({ id, type: "Trial", name: id, tenantId: "tenant", projectId: "project" });
    const gate = gateJob("batch", named("late"), named("root"));
    await queues.addFlows([{ data: job("late"), gates: [gate] }]);
    await queues.add("operations", job("early"), { priority: 20 });
    await queues.add("operations", job("middle"), { priority: 30 });
    await queues.prioritize([
      { jobId: "early-1", priority: 40 },
      { jobId: "unknown-1", priority: 1 },
    ]);
    await queues.addReady([{ data: job("late"), priority: 10 }]);
    const { finished, process } = recorder();
    worker(process).start();
    await expectFinished(finished, ["late", "middle", "early"]);
  });

  describe("adding", () => {
    it("runs a job with its data, under the catalog's id", async () => {
      const seen: unknown[] = [];
      worker(async (data, { jobId }) => {
        seen.push([data, jobId]);
      }).start();
      await queues.add("operations", job("op-a", 3));
      await waitFor(() => seen.length === 1, { what: "the job" });
      expect(seen).toEqual([[{ operationId: "op-a", epoch: 3, tenantId: "tenant" }, "op-a-3"]]);
    });

    it("does nothing when the id is waiting already", async () => {
      await queues.add("operations", job("twice"));
      await queues.add("operations", job("twice"));
      await queues.addMany("operations", [{ data: job("twice") }, { data: job("other") }, { data: job("other") }]);
      const { finished, process } = recorder();
      worker(process).start();
      await expectFinished(finished, ["twice", "other"]);
      await idle();
      expect(finished).toEqual(["twice", "other"]);
    });

    it("does nothing either when a job that is said to be new is there, waiting or finished", async () => {
      const isNew = true;
      await queues.add("operations", job("twice"), { isNew });
      await queues.add("operations", job("twice"), { isNew });
      await queues.addMany("operations", [
        { data: job("twice"), isNew },
        { data: job("other"), isNew },
        { data: job("known") },
      ]);
      const { finished, process } = recorder();
      worker(process).start();
      await expectFinished(finished, ["twice", "other", "known"]);
      await idle();
      await queues.add("operations", job("twice"), { isNew });
      await queues.addMany("operations", [{ data: job("other"), isNew }, { data: job("last") }]);
      await expectFinished(finished, ["twice", "other", "known", "last"]);
      await idle();
      expect(finished).toEqual(["twice", "other", "known", "last"]);
    });

    it("does nothing when the id is running, and the running job is not disturbed", async () => {
      const { started, finished, process, hold, release } = recorder();
      hold();
      worker(process, { concurrency: 2 }).start();
      await queues.add("operations", job("once"));
      await waitFor(() => started.length === 1, { what: "the start" });
      await queues.add("operations", job("once"));
      await queues.add("operations", job("after"));
      await waitFor(() => started.length === 2, { what: "the next start" });
      release();
      await idle();
      expect(finished).toEqual(["once", "after"]);
    });

    it("runs a finished job again when it is added again", async () => {
      const { finished, process } = recorder();
      worker(process).start();
      for (const runs of [1, 2, 3]) {
        if (runs < 3) await queues.add("operations", job("again"));
        else await queues.addMany("operations", [{ data: job("again") }]);
        await waitFor(() => finished.length === runs, { what: `run ${runs}` });
        await idle();
      }
      expect(finished).toEqual(["again", "again", "again"]);
    });

    it("fails a job at once when its processor rejects, says so, and runs it when it is added again", async () => {
      let runs = 0;
      worker(async () => {
        runs += 1;
        if (runs === 1) throw new Error("no luck");
      }).start();
      await queues.add("operations", job("broken"));
      await waitFor(() => errors.length === 1, { what: "the report" });
      expect(errors[0]).toMatchObject({
        code: "processor-failed",
        jobId: "broken-1",
        queueName: "operations",
        cause: { message: "no luck" },
      });
      expect(await queues.getCounts("operations")).toMatchObject({ failed: 1, waiting: 0, delayed: 0 });
      await queues.add("operations", job("broken"));
      await waitFor(() => runs === 2, { what: "the second run" });
    });

    it("takes priority 1 before 5 before none, equals in the order of their arrival", async () => {
      const add = async (operationId: string, priority?: number) =>
        queues.add("operations", job(operationId), priority === undefined ? {} : { priority });
      await add("none-1");
      await add("five-1", 5);
      await add("one-1", 1);
      await queues.addMany("operations", [
        { data: job("none-2") },
        { data: job("five-2"), priority: 5 },
        { data: job("one-2"), priority: 1 },
      ]);
      const { finished, process } = recorder();
      worker(process).start();
      await expectFinished(finished, ["one-1", "one-2", "five-1", "five-2", "none-1", "none-2"]);
    });

    it("holds a delayed job back and then runs it", async () => {
      const ranAt: number[] = [];
      worker(async () => {
        ranAt.push(Date.now());
      }).start();
      const addedAt = Date.now();
      await queues.add("operations", job("later"), { delayMs: 600 });
      expect(await queues.getCounts("operations")).toMatchObject({ delayed: 1, waiting: 0 });
      await waitFor(() => ranAt.length === 1, { what: "the delayed job" });
      expect((ranAt[0] ?? 0) - addedAt).toBeGreaterThanOrEqual(600);
    });

    it("adds thousands at once, each of which runs once", async () => {
      const ids = Array.from({ length: 2_500 }, (_, index) => `bulk-${index}`);
      await queues.addMany(
        "operations",
        ids.map((operationId) => ({ data: job(operationId) })),
      );
      expect(await queues.getCounts("operations")).toMatchObject({ waiting: 2_500 });
      const { finished, process } = recorder();
      worker(process, { concurrency: 20 }).start();
      await waitFor(() => finished.length === 2_500, { what: "all of them" });
      await idle();
      expect(finished.toSorted()).toEqual(ids.toSorted());
    });

    it("keeps a bounded number of finished jobs", async () => {
      await queues.addMany(
        "operations",
        Array.from({ length: 300 }, (_, index) => ({ data: job(`kept-${index}`) })),
      );
      worker(async () => undefined, { concurrency: 20 }).start();
      await idle();
      const { completed } = await queues.getCounts("operations");
      expect(completed).toBeGreaterThan(0);
      expect(completed).toBeLessThanOrEqual(60);
    });

    it.each([
      { jobId: "a:b" },
      { jobId: "12" },
      { jobId: "" },
      { priority: 0 },
      { priority: 2_097_152 },
      { delayMs: -1 },
    ])("refuses %o", async (options) => {
      await expect(queues.add("operations", job("op"), options)).rejects.toMatchObject({
        code: "invalid-job",
      });
      expect(await queues.getCounts("operations")).toMatchObject({ waiting: 0, delayed: 0 });
    });

    it("knows which jobs it has yet to finish", async () => {
      await queues.add("operations", job("here"));
      expect(await queues.has("operations", "here-1")).toBe(true);
      expect(await queues.has("operations", "here-2")).toBe(false);
      expect(await queues.has("datasets", "here-1")).toBe(false);
      worker(async () => undefined).start();
      await idle();
      expect(await queues.has("operations", "here-1")).toBe(false);
    });

    it("fails a job whose data is not the catalog's without running it", async () => {
      const { started, process } = recorder();
      worker(process).start();
      const raw = queues.bullBoardQueues().find((queue) => queue.name === "operations");
      await raw?.add("stranger", { operationId: 7 }, { jobId: "stranger-1" });
      await waitFor(() => errors.length === 1, { what: "the report" });
      expect(errors[0]).toMatchObject({ code: "processor-failed", cause: { code: "invalid-job" } });
      expect(started).toEqual([]);
    });
  });

  describe("a worker", () => {
    it("takes no new job while paused; running ones go on; resume takes up again", async () => {
      const { started, finished, process, hold, release } = recorder();
      hold();
      const paused = worker(process, { concurrency: 2 });
      paused.start();
      await queues.add("operations", job("running"));
      await waitFor(() => started.length === 1, { what: "the start" });
      await paused.pause();
      await queues.add("operations", job("waiting"));
      release();
      await waitFor(async () => (await queues.getCounts("operations")).active === 0, { what: "the running job's end" });
      expect(finished).toEqual(["running"]);
      expect(await queues.getCounts("operations")).toMatchObject({ waiting: 1, active: 0 });
      await paused.resume();
      await expectFinished(finished, ["running", "waiting"]);
    });

    it("leaves jobs to its neighbour while paused", async () => {
      const [first, second] = [recorder(), recorder()];
      const paused = worker(first.process);
      paused.start();
      worker(second.process).start();
      await queues.addMany(
        "operations",
        Array.from({ length: 20 }, (_, index) => ({ data: job(`warm-${index}`) })),
      );
      await idle();
      const before = first.finished.length;
      await paused.pause();
      await queues.add("operations", job("for-the-other"));
      await waitFor(() => second.finished.includes("for-the-other"), { what: "the neighbour" });
      expect(first.finished.length).toBe(before);
    });

    it("can be paused and resumed many times without losing its grip", async () => {
      const { finished, process } = recorder();
      const busy = worker(process);
      busy.start();
      for (let round = 0; round < 20; round += 1) {
        await busy.pause();
        await queues.add("operations", job(`round-${round}`));
        await busy.resume();
      }
      await expectFinished(
        finished,
        Array.from({ length: 20 }, (_, round) => `round-${round}`),
      );
    });

    it("drains: waits for running jobs, also when it was paused before, and leaves the rest", async () => {
      const { started, finished, process, hold, release } = recorder();
      hold();
      const draining = worker(process);
      draining.start();
      await queues.add("operations", job("running"));
      await queues.add("operations", job("rest"));
      await waitFor(() => started.length === 1, { what: "the start" });
      await draining.pause();
      let drained = false;
      const drain = draining.drain().then(() => {
        drained = true;
      });
      await queues.ping();
      expect(drained).toBe(false);
      release();
      await drain;
      expect(finished).toEqual(["running"]);
      expect(await queues.getCounts("operations")).toMatchObject({ active: 0, completed: 1, waiting: 1 });
    });

    it("aborts its jobs' signals when closed by force, and another worker gets the job", async () => {
      const reasons: unknown[] = [];
      let isRunning = false;
      const first = worker(
        async (_data, { signal }) =>
          new Promise<void>((resolve) => {
            isRunning = true;
            signal.addEventListener("abort", () => {
              reasons.push(signal.reason);
              resolve();
            });
          }),
        { lockDurationMs: 1_000, stalledIntervalMs: 500 },
      );
      first.start();
      await queues.add("operations", job("forced"));
      await waitFor(() => isRunning, { what: "the start" });
      await first.close({ force: true });
      expect(reasons).toHaveLength(1);
      const { finished, process } = recorder();
      worker(process, { stalledIntervalMs: 500 }).start();
      await expectFinished(finished, ["forced"]);
    });

    it("shares the load with another, no job twice", async () => {
      const [first, second] = [recorder(), recorder()];
      const ids = Array.from({ length: 300 }, (_, index) => `shared-${index}`);
      worker(first.process, { concurrency: 4 }).start();
      worker(second.process, { concurrency: 4 }, { ...connection }).start();
      await queues.addMany(
        "operations",
        ids.map((operationId) => ({ data: job(operationId) })),
      );
      await waitFor(() => first.finished.length + second.finished.length >= 300, { what: "all jobs" });
      await idle();
      expect([...first.finished, ...second.finished].toSorted()).toEqual(ids.toSorted());
      expect(first.finished.length).toBeGreaterThan(0);
      expect(second.finished.length).toBeGreaterThan(0);
    });

    it("takes over the job of a worker that was killed", async () => {
      const child = await spawnApp(new URL("testing/hanging-worker.ts", import.meta.url), {
        QUEUE_CONNECTION: JSON.stringify(connection),
      });
      await queues.add("operations", job("orphan"));
      await waitFor(async () => (await queues.getCounts("operations")).active === 1, { what: "the child's start" });
      const { finished, process } = recorder();
      worker(process).start();
      await child.kill("SIGKILL");
      await expectFinished(finished, ["orphan"]);
    });

    it("finishes its job and goes on when the queue is wiped meanwhile", async () => {
      const { started, finished, process, hold, release } = recorder();
      hold();
      worker(process, { lockDurationMs: 1_000, stalledIntervalMs: 3_600_000 }).start();
      await queues.add("operations", job("wiped"));
      await waitFor(() => started.length === 1, { what: "the start" });
      await backend.flush();
      await waitFor(() => errors.length > 0, { what: "the lost lock" });
      release();
      await waitFor(() => finished.length === 1, { what: "the end" });
      await queues.add("operations", job("later"));
      await expectFinished(finished, ["wiped", "later"]);
      expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["job-lost"]));
      expect(errors[0]).toMatchObject({ jobId: "wiped-1" });
    });
  });

  describe("when the store is away", () => {
    let proxy: TcpProxy;
    let proxied: QueueConnection;
    let proxiedQueues: Queues;

    beforeEach(async () => {
      const url = new URL(connection.backend === "redis" ? connection.redisUrl : connection.databaseUrl);
      proxy = await startTcpProxy(url.hostname, Number(url.port));
      url.host = `127.0.0.1:${proxy.port}`;
      proxied =
        connection.backend === "redis"
          ? { ...connection, redisUrl: url.href }
          : { ...connection, databaseUrl: url.href };
      proxiedQueues = createQueues(proxied, { onError: (error) => errors.push(error) });
      closers.push(async () => {
        await proxy.restore();
        await proxiedQueues.close();
        await proxy.cut();
      });
    });

    const expectQuickRefusal = async (work: Promise<unknown>): Promise<void> => {
      expect(await isOverBefore(2_000, work)).toBe(true);
      await expect(work).rejects.toMatchObject({ name: "QueueError", code: "store-unavailable" });
    };
    const add = async (operationId: string) => proxiedQueues.add("operations", job(operationId));
    const works = async (work: () => Promise<void>) =>
      waitFor(
        async () =>
          work().then(
            () => true,
            () => false,
          ),
        { what: "the store to be back" },
      );

    it("adds right from the start", async () => {
      await add("first");
      expect(await queues.has("operations", "first-1")).toBe(true);
    });

    it("refuses quickly, for ping and addMany too, and recovers by itself", async () => {
      await proxiedQueues.ping();
      await proxy.cut();
      await expectQuickRefusal(add("lost"));
      await expectQuickRefusal(proxiedQueues.ping());
      await expectQuickRefusal(proxiedQueues.addMany("operations", [{ data: job("lost") }]));
      await proxy.restore();
      await works(async () => add("found"));
      expect(await queues.has("operations", "found-1")).toBe(true);
    });

    it("refuses quickly when the store accepts connections but never answers", async () => {
      await proxiedQueues.ping();
      proxy.stall();
      await expectQuickRefusal(add("stuck"));
      await proxy.restore();
      await works(async () => add("unstuck"));
    });

    it("can be away when a process starts", async () => {
      await proxy.cut();
      const away: QueueConnection = { ...proxied };
      const late = createQueues(away, { onError: (error) => errors.push(error) });
      closers.push(async () => late.close());
      const { finished, process } = recorder();
      worker(process, {}, away).start();
      await expectQuickRefusal(late.add("operations", job("early")));
      await proxy.restore();
      await works(async () => late.add("operations", job("early")));
      await expectFinished(finished, ["early"]);
    });

    it("a worker goes on when it is back, woken at once and not by polling", async () => {
      const { finished, process } = recorder();
      worker(process, {}, proxied).start();
      await add("before");
      await expectFinished(finished, ["before"]);
      // The store must have heard of it, or it runs again when its lock has ended.
      await idle();
      await proxy.cut();
      await expectQuickRefusal(add("during"));
      await proxy.restore();
      await works(async () => add("after"));
      await expectFinished(finished, ["before", "after"]);
      await idle();
      const took: number[] = [];
      for (let round = 0; round < 5; round++) {
        const addedAt = performance.now();
        await add(`woken-${round}`);
        await waitFor(() => finished.includes(`woken-${round}`), { what: "the wake-up" });
        took.push(performance.now() - addedAt);
        await idle();
      }
      // By polling each would take all of the time between two polls, or nearly.
      expect(Math.min(...took)).toBeLessThan(longestWaitS * 500);
    });

    it("a worker can be drained and closed", async () => {
      const { started, process, hold, release } = recorder();
      hold();
      const closing = worker(process, {}, proxied);
      closing.start();
      await add("running");
      await waitFor(() => started.length === 1, { what: "the start" });
      await proxy.cut();
      const closed = closing.close();
      release();
      expect(await isOverBefore(10_000, closed)).toBe(true);
    });
  });
});
