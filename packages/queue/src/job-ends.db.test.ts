import { describeEachBackend, useTestDatabase, waitFor, patientQueues } from "@longhaul/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createQueues } from "./create-queues.ts";
import type { Queues } from "./create-queues.ts";
import { createQueueWorker } from "./create-queue-worker.ts";
import { gateJob } from "./job-catalog.ts";
import { ForgetJob, PostponeJob, RefuseJob } from "./job-ends.ts";
import { migrateQueue } from "./migrate-queue.ts";
import type { QueueError } from "./queue-error.ts";
import type { QueueName } from "./job-catalog.ts";
import { toProcessor } from "./testing/to-processor.ts";
import type { TestProcessor } from "./testing/to-processor.ts";
import { job } from "./testing/job.ts";

const HOSTILE = ["a\0b", "\uD800", "__proto__", "\u202Eabc", "", "x".repeat(1_000_000)];

describeEachBackend("the end of a job", (backend) => {
  const database = useTestDatabase();
  const closers: (() => Promise<void>)[] = [];
  let queues: Queues;
  let errors: QueueError[];

  const start = <Name extends QueueName>(queueName: Name, process: TestProcessor<Name>): void => {
    const worker = createQueueWorker(backend.connection(database.url), queueName, toProcessor(process), {
      concurrency: 1,
      name: "test",
      onError: (error) => errors.push(error),
    });
    worker.start();
    closers.push(async () => worker.close({ force: true }));
  };
  const raw = (name: QueueName) => {
    const queue = queues.bullBoardQueues().find((one) => one.name === name);
    if (queue === undefined) throw new Error(`no queue ${name}`);
    return queue;
  };
  const jobIn = async (id: string, state: string, name: QueueName = "operations") => {
    await waitFor(async () => (await raw(name).getJobState(id)) === state, { what: `${id} to be ${state}` });
    return raw(name).getJob(id);
  };

  beforeAll(async () => {
    const connection = backend.connection(database.url);
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
  afterAll(async () => queues.close());

  it("shows what the processor returned, or that it was too much", async () => {
    start("operations", async ({ operationId }) =>
      operationId === "much" ? { text: "x".repeat(100_000) } : { cases: 7, name: "a\0b" },
    );
    await queues.addMany("operations", [{ data: job("little") }, { data: job("much") }]);
    expect((await jobIn("little-1", "completed"))?.returnvalue).toEqual({ cases: 7, name: "a\uFFFDb" });
    expect((await jobIn("much-1", "completed"))?.returnvalue).toEqual({ leftOut: expect.stringContaining("16000") });
  });

  it("shows why a job was refused, without a stack and without an alarm", async () => {
    start("operations", async () => {
      throw new RefuseJob("Failed: no_events in Load: the log is empty");
    });
    await queues.add("operations", job("refused"));
    expect(await jobIn("refused-1", "failed")).toMatchObject({
      failedReason: "Failed: no_events in Load: the log is empty",
      stacktrace: [],
      attemptsMade: 1,
    });
    expect(errors).toEqual([]);
  });

  it("removes a job for whose work another stands", async () => {
    start("operations", async ({ operationId }) => {
      if (operationId === "old") throw new ForgetJob();
    });
    await queues.addMany("operations", [{ data: job("old") }, { data: job("new") }]);
    await jobIn("new-1", "completed");
    expect(await raw("operations").getJob("old-1")).toBeUndefined();
  });

  it.each(HOSTILE)("keeps hostile text in reasons, values, progress and lines (%#)", async (text) => {
    start("operations", async ({ operationId }, { report }) => {
      report.progress({ progress: 1, [text]: text });
      report.log(text);
      if (operationId === "value") return { [text]: text };
      throw operationId === "reason" ? new RefuseJob(text) : new Error(text);
    });
    await queues.addMany("operations", [{ data: job("value") }, { data: job("reason") }, { data: job("error") }]);
    await jobIn("value-1", "completed");
    for (const id of ["reason-1", "error-1"]) {
      const failed = await jobIn(id, "failed");
      expect((failed?.failedReason ?? "").length).toBeLessThan(3_000);
      expect((await raw("operations").getJobLogs(id)).count).toBe(1);
    }
  });

  it("is counted by the minute, for dashboards' throughput, where the store does so in passing", async () => {
    start("operations", async ({ operationId }) => {
      if (operationId === "refused") throw new RefuseJob("no");
    });
    await queues.addMany("operations", [{ data: job("one") }, { data: job("two") }, { data: job("refused") }]);
    for (const id of ["one-1", "two-1"]) await jobIn(id, "completed");
    await jobIn("refused-1", "failed");
    const [completed, failed] = [
      (await raw("operations").getMetrics("completed")).meta.count,
      (await raw("operations").getMetrics("failed")).meta.count,
    ];
    expect([completed, failed]).toEqual(backend.name === "redis" ? [2, 1] : [0, 0]);
  });

  it("shows progress and lines while the job runs", async () => {
    const release = Promise.withResolvers<void>();
    start("operations", async (_ref, { report }) => {
      report.log("phase 1 began");
      report.progress({ progress: 42, phase: "Load" });
      await release.promise;
      report.progress({ progress: 100 });
    });
    await queues.add("operations", job("long"));
    await waitFor(async () => typeof (await raw("operations").getJob("long-1"))?.progress === "object", {
      what: "progress",
    });
    expect(await jobIn("long-1", "active")).toMatchObject({ progress: { progress: 42, phase: "Load" } });
    await waitFor(async () => (await raw("operations").getJobLogs("long-1")).count > 0, { what: "a line" });
    expect((await raw("operations").getJobLogs("long-1")).logs).toEqual([
      expect.stringMatching(/^\S+Z phase 1 began$/),
    ]);
    release.resolve();
    expect(await jobIn("long-1", "completed")).toMatchObject({ progress: { progress: 100 } });
  });

  it("comes without a worker when the operation ended without one, whatever the job waited for", async () => {
    const operation = { id: "child", type: "Trial", name: "", tenantId: "t", projectId: "p" };
    await queues.add("operations", job("waiting"));
    await queues.add("operations", job("delayed"), { delayMs: 3_600_000 });
    await queues.addFlows([{ data: job("child"), gates: [gateJob("b", operation, { ...operation, id: "other" })] }]);
    const failed = await queues.failWaiting(
      ["waiting", "delayed", "child", "unknown"].map((id) => ({
        jobIds: [`${id}-0`, `${id}-1`],
        reason: `Cancelled by ann: ${id}`,
      })),
    );
    expect(failed.toSorted()).toEqual(["child-1", "delayed-1", "waiting-1"]);
    for (const id of ["waiting", "delayed", "child"]) {
      expect(await jobIn(`${id}-1`, "failed")).toMatchObject({
        failedReason: `Cancelled by ann: ${id}`,
        stacktrace: [],
      });
    }
    expect(await queues.getCounts("operations")).toMatchObject({
      waiting: 0,
      active: 0,
      delayed: 0,
      waitingChildren: 0,
    });

    // Its gate has failed with it, and a worker that comes by changes nothing.
    await jobIn("child-after-other", "failed", "gates");
    const ran: string[] = [];
    start("operations", async ({ operationId }) => void ran.push(operationId));
    await queues.add("operations", job("next"));
    await jobIn("next-1", "completed");
    expect(await jobIn("child-1", "failed")).toMatchObject({ failedReason: "Cancelled by ann: child" });
    expect(ran).toEqual(["next"]);
  });

  it("of one that sleeps comes at once where it is woken", async () => {
    const ran: string[] = [];
    start("operations", async ({ operationId }) => void ran.push(operationId));
    await queues.addMany("operations", [
      { data: job("later"), delayMs: 3_600_000 },
      { data: job("latest"), delayMs: 7_200_000 },
    ]);
    expect(await queues.findSleeping("operations")).toEqual(["latest-1", "later-1"]);
    await queues.wake("operations", ["latest-1", "unknown-1"]);
    await jobIn("latest-1", "completed");
    await queues.wake("operations", ["latest-1"]);
    expect([ran, await queues.findSleeping("operations")]).toEqual([["latest"], ["later-1"]]);
  });

  it("is left to the worker that has the job", async () => {
    const release = Promise.withResolvers<void>();
    const started: string[] = [];
    start("operations", async ({ operationId }) => {
      started.push(operationId);
      await release.promise;
      if (operationId === "sleeper") throw new PostponeJob(3_600_000);
    });
    await queues.addMany("operations", [{ data: job("runs") }, { data: job("sleeper") }]);
    await waitFor(() => started.length === 1, { what: "the start" });
    expect(await queues.failWaiting([{ jobIds: ["runs-1"], reason: "Cancelled" }])).toEqual([]);
    release.resolve();
    await jobIn("runs-1", "completed");
    await jobIn("sleeper-1", "delayed");
    expect(await queues.failWaiting([{ jobIds: ["runs-1", "sleeper-1"], reason: "Cancelled" }])).toEqual(["sleeper-1"]);
    await jobIn("runs-1", "completed");
  });
});
