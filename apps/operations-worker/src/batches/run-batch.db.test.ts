import { cancelBatch, cancelOperation, completeOperation, listFreeingBatches } from "@longhaul/db";
import { claimOperation, describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { expectSoundEnd } from "../test/check-batch.ts";
import { submitBatch, type TrialNode } from "../test/submit-batch.ts";
import { useTrialBench } from "../test/use-worker.ts";

const FAIL = { at: 1, behaviour: "refuse" } as const;
const how = {
  cancelledBy: "ann",
  reason: "changed our minds",
  preservePartialResults: true,
  forceTermination: false,
  notifyCallbacks: true,
};

/** Layers of the batch whose queue is wiped; `LONGHAUL_CHAOS=full` makes it 300 operations. */
const WIPED = process.env["LONGHAUL_CHAOS"] === "full" ? { width: 20, depth: 15 } : { width: 5, depth: 3 };

describeEachBackend("a batch", (backend) => {
  const bench = useTrialBench(backend);
  const statuses = async (batch: Awaited<ReturnType<typeof submitBatch>>) => {
    const { batch: record, operations } = await expectSoundEnd(bench, batch);
    return { batch: record.status, operations: operations.map((operation) => operation.status) };
  };

  it("runs a diamond", async () => {
    await bench.startWorker();
    const batch = await submitBatch(bench, [
      { dependsOn: [] },
      { dependsOn: [0] },
      { dependsOn: [0] },
      { dependsOn: [1, 2] },
    ]);
    const { batch: record, operations } = await expectSoundEnd(bench, batch);
    expect(record.status).toBe("Completed");
    expect(operations.map((operation) => operation.status)).toEqual(Array.from({ length: 4 }, () => "Completed"));
    await waitFor(
      async () => {
        const [jobs, gates] = [await bench.queues().getCounts("operations"), await bench.queues().getCounts("gates")];
        return jobs.waitingChildren + jobs.waiting + jobs.active + gates.delayed + gates.waiting + gates.active === 0;
      },
      { what: "a queue with nothing left of it" },
    );
  });

  it("takes the dependents of a failed operation along, and lets the others finish", async () => {
    await bench.startWorker();
    const batch = await submitBatch(bench, [
      { dependsOn: [], parameters: FAIL },
      { dependsOn: [0] },
      { dependsOn: [1] },
      { dependsOn: [] },
      { dependsOn: [3] },
    ]);
    expect(await statuses(batch)).toEqual({
      batch: "PartiallyCompleted",
      operations: ["Failed", "Cancelled", "Cancelled", "Completed", "Completed"],
    });
    const cancelled = await bench.view(batch.ids[2] ?? "");
    expect(cancelled.operation.cancellation?.reason).toBe("DependencyFailed:n0");
    expect(cancelled.phases.map((phase) => phase.status)).toEqual(["Skipped", "Skipped", "Skipped"]);
  });

  it.each([{ stopOnFirstFailure: true }, { continueIndependentOperations: false }])(
    "starts nothing new after a failure with %o, and lets what runs finish",
    async (policy) => {
      await bench.startWorker();
      const [failing, other] = [bench.gate(), bench.gate()];
      const batch = await submitBatch(
        bench,
        [
          { dependsOn: [], parameters: { ...failing.parameters, behaviour: "wait-and-refuse" } },
          { dependsOn: [], parameters: other.parameters },
          { dependsOn: [1] },
        ],
        { policy },
      );
      const reaches = (at: number, status: string): Promise<unknown> =>
        waitFor(async () => (await bench.view(batch.ids[at] ?? "")).operation.status === status, {
          what: `${status} of operation ${at}`,
        });
      await Promise.all([reaches(0, "Running"), reaches(1, "Running")]);
      await failing.open();
      await reaches(0, "Failed");
      await other.open();
      expect(await statuses(batch)).toEqual({
        batch: "PartiallyCompleted",
        operations: ["Failed", "Completed", "Cancelled"],
      });
      expect((await bench.view(batch.ids[2] ?? "")).operation.cancellation?.reason).toBe("StoppedAfterFailure:n0");
    },
  );

  it("gives a failed operation its automatic attempts before it counts as failed", async () => {
    await bench.startWorker();
    const batch = await submitBatch(bench, [
      {
        dependsOn: [],
        parameters: { at: 0, behaviour: "fail-once", marker: `${bench.folder()}/attempt-${backend.name}` },
        retryPolicy: { maxRetries: 1, retryDelay: 0.05, backoffMultiplier: 1 },
      },
      { dependsOn: [0] },
    ]);
    expect(await statuses(batch)).toEqual({ batch: "Completed", operations: ["Completed", "Completed"] });
    expect((await bench.view(batch.ids[0] ?? "")).operation.attempt).toBe(1);
  });

  it("starts an operation's clock when its dependencies are met, and takes dependents of a timeout along", async () => {
    await bench.startWorker();
    const batch = await submitBatch(bench, [
      { dependsOn: [] },
      { dependsOn: [0], parameters: { at: 0, behaviour: "hang" }, timeoutSec: 1 },
      { dependsOn: [1] },
    ]);
    expect((await bench.view(batch.ids[1] ?? "")).operation.timeoutAt).toBeNull();
    expect(await statuses(batch)).toEqual({
      batch: "PartiallyCompleted",
      operations: ["Completed", "Timeout", "Cancelled"],
    });
  });

  it("is cancelled as a whole: what runs, what waits for a worker, and what waits for others", async () => {
    await bench.startWorker();
    const batch = await submitBatch(bench, [
      { dependsOn: [] },
      { dependsOn: [0], parameters: { at: 0, behaviour: "hang" } },
      { dependsOn: [1] },
    ]);
    await waitFor(async () => (await bench.view(batch.ids[1] ?? "")).operation.status === "Running", {
      what: "a start",
    });
    const cancelled = await bench.db().withTransaction((tx) => cancelBatch(tx, bench.scope, batch.batchId, how));
    expect(cancelled).toEqual({ outcome: "cancelled", operations: 2 });
    expect(await statuses(batch)).toEqual({ batch: "Cancelled", operations: ["Completed", "Cancelled", "Cancelled"] });
    expect(await cancelBatch(bench.db(), bench.scope, batch.batchId, how)).toEqual({ outcome: "ended" });
    expect(await cancelBatch(bench.db(), bench.scope, "batch-nobody", how)).toEqual({ outcome: "absent" });
  });

  it("loses only the dependents of an operation that is cancelled", async () => {
    const batch = await submitBatch(bench, [{ dependsOn: [] }, { dependsOn: [0] }, { dependsOn: [] }]);
    await cancelOperation(bench.db(), bench.scope, { operationId: batch.ids[0] ?? "", ...how });
    await bench.startWorker();
    expect(await statuses(batch)).toEqual({
      batch: "PartiallyCompleted",
      operations: ["Cancelled", "Cancelled", "Completed"],
    });
  });

  it("writes each callback once, and the operations' own events to onOperationComplete", async () => {
    await bench.startWorker();
    const url = "https://example.com/hook";
    const batch = await submitBatch(bench, [{ dependsOn: [], parameters: FAIL }, { dependsOn: [0] }], {
      callbacks: { onBatchStart: url, onOperationComplete: url, onBatchComplete: url },
    });
    await expectSoundEnd(bench, batch);
    const { rows } = await bench.db().query<{ destination: string; event_type: string; body: string }>(
      `SELECT d.destination, d.event_type, e.body FROM deliveries d JOIN events e ON e.position = d.event_position
       WHERE d.batch_id = $1 ORDER BY d.event_position`,
      [batch.batchId],
    );
    expect(rows.map((row) => `${row.destination} ${row.event_type}`)).toEqual([
      "callback:onBatchStart batch.started",
      "callback:onOperationComplete operation.failed",
      "callback:onOperationComplete operation.cancelled",
      "callback:onBatchComplete batch.completed",
    ]);
    expect(JSON.parse(rows.at(-1)?.body ?? "")).toMatchObject({
      data: {
        batchId: batch.batchId,
        status: "Failed",
        operations: [
          { operationKey: "n0", status: "Failed" },
          { operationKey: "n1", status: "Cancelled" },
        ],
      },
    });
  });

  it("is completed though the queue lost everything in the middle", async () => {
    await bench.startWorker();
    const { width, depth } = WIPED;
    const layer = (level: number): number[] => Array.from({ length: width }, (_, place) => level * width + place);
    const nodes = Array.from({ length: width * depth }, (_, idx): TrialNode => {
      const level = Math.floor(idx / width);
      return { dependsOn: level === 0 ? [] : layer(level - 1), parameters: { phaseMs: level === 0 ? 100 : 0 } };
    });
    const halfway = layer(Math.floor((depth - 1) / 2))[0] ?? 0;
    const batch = await submitBatch(bench, nodes);
    await waitFor(async () => (await bench.view(batch.ids[halfway] ?? "")).operation.status !== "Initiated", {
      what: "a start in the middle",
    });
    await bench.queues().obliterate();
    expect((await statuses(batch)).batch).toBe("Completed");
  });

  it("is completed though nothing of it ever reached the queue", async () => {
    await bench.startWorker();
    const batch = await submitBatch(bench, [{ dependsOn: [] }, { dependsOn: [0] }], { queued: false });
    expect((await statuses(batch)).batch).toBe("Completed");
  });

  it("starts hundreds after one, and one after many", async () => {
    await bench.startWorker();
    const dependents = Array.from({ length: 120 }, (): TrialNode => ({ dependsOn: [0] }));
    const many = { dependsOn: dependents.map((_, idx) => idx + 1) };
    const batch = await submitBatch(bench, [{ dependsOn: [] }, ...dependents, many]);
    expect((await statuses(batch)).batch).toBe("Completed");
    const { rows } = await bench
      .db()
      .query<{ n: number }>(
        "SELECT count(*) AS n FROM operations WHERE batch_id = $1 GROUP BY unblocked_at ORDER BY 1",
        [batch.batchId],
      );
    // The first operation and the last, and those that were freed with the end of the first, or afterwards.
    expect(rows.map(({ n }) => n)).toEqual([1, 1, 32, 88]);
  });

  it("goes on where a worker died before it had freed all dependents", async () => {
    const dependents = Array.from({ length: 120 }, (): TrialNode => ({ dependsOn: [0] }));
    const batch = await submitBatch(bench, [{ dependsOn: [] }, ...dependents], { queued: false });
    const [root] = batch.ids;
    const db = bench.db();
    const claimed = await claimOperation(db, {
      operationId: root ?? "",
      executionId: "exec-1",
      workerNode: "dead",
      leaseMs: 60_000,
    });
    await db.query("UPDATE phases SET status = 'Completed' WHERE operation_id = $1", [root]);
    const end = { operationId: root ?? "", epoch: claimed?.operation.epoch ?? -1, summary: {} };
    expect([await completeOperation(db, end), await completeOperation(db, end)]).toEqual([true, false]);
    expect(await listFreeingBatches(db, 10)).toEqual([batch.batchId]);
    await bench.startWorker();
    expect((await statuses(batch)).batch).toBe("Completed");
    expect(await listFreeingBatches(db, 10)).toEqual([]);
  });
});
