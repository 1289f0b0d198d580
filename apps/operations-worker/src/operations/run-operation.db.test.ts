import { join } from "node:path";
import { cancelOperation, readPhaseResults } from "@longhaul/db";
import { describeEachBackend, hangMs, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useTrialBench } from "../test/use-worker.ts";

/** Operations that the queue loses, while some of them run; `LONGHAUL_CHAOS=full` makes it a thousand. */
const LOST =
  process.env["LONGHAUL_CHAOS"] === "full" ? { operations: 1010, running: 10 } : { operations: 12, running: 2 };

const cancellation = { cancelledBy: "ann", preservePartialResults: true, notifyCallbacks: true };

describeEachBackend("running operations", (backend) => {
  const bench = useTrialBench(backend);
  const phasesRun = async (operationId: string): Promise<number[]> =>
    (await bench.journal()).filter((line) => line.operationId === operationId).map((line) => line.phase);
  const running = (operationId: string, phaseIdx: number): Promise<unknown> =>
    waitFor(async () => (await phasesRun(operationId)).includes(phaseIdx), {
      what: `phase ${phaseIdx} of ${operationId}`,
    });

  it("runs the phases in order, gives each the earlier outputs, and keeps checkpoints and artifacts", async () => {
    await bench.startWorker();
    const operationId = await bench.submit({ phaseMs: 5 });
    const { operation, phases } = await bench.ended(operationId);
    expect(operation).toMatchObject({
      status: "Completed",
      progress: 100,
      phasesCompleted: 3,
      summary: { phase0: true, phase1: true, phase2: true },
    });
    expect(phases.map((phase) => [phase.status, phase.recordsProcessed])).toEqual([
      ["Completed", 10],
      ["Completed", 10],
      ["Completed", 10],
    ]);
    const results = [0, 1, 2].map(async (idx) =>
      Buffer.concat(await Array.fromAsync(readPhaseResults(bench.db(), operationId, idx))),
    );
    expect((await Promise.all(results)).map((json) => JSON.parse(json.toString()) as unknown)).toEqual([
      { trial: 0, earlier: [] },
      { trial: 1, earlier: [0] },
      { trial: 2, earlier: [0, 1] },
    ]);
    expect(operation.usage?.cpuSeconds).toBeGreaterThanOrEqual(0);
    expect(operation.usage?.peakMemoryBytes).toBeGreaterThan(10_000_000);
    const { rows } = await bench
      .db()
      .query("SELECT file_name, size_bytes FROM artifacts WHERE operation_id = $1 ORDER BY phase_idx", [operationId]);
    expect(rows).toHaveLength(3);
  });

  it("fails with the phase's error, or tries again as its policy says, from the checkpoint", async () => {
    await bench.startWorker();
    const failing = await bench.submit({ at: 1, behaviour: "fail" });
    const refusing = await bench.submit(
      { at: 0, behaviour: "refuse" },
      { retryPolicy: { maxRetries: 3, retryDelay: 0, backoffMultiplier: 1 } },
    );
    const recovering = await bench.submit(
      { at: 1, behaviour: "fail-once", marker: join(bench.folder(), "fail-once") },
      { retryPolicy: { maxRetries: 1, retryDelay: 0.1, backoffMultiplier: 2 } },
    );
    expect((await bench.ended(failing)).operation).toMatchObject({
      status: "Failed",
      error: { code: "trial_failed", phase: "Trial Phase 2" },
    });
    expect((await bench.ended(failing)).phases.map((phase) => phase.status)).toEqual([
      "Completed",
      "Failed",
      "Skipped",
    ]);
    expect((await bench.ended(refusing)).operation).toMatchObject({
      status: "Failed",
      attempt: 0,
      error: { code: "trial_refused" },
    });
    expect((await bench.ended(recovering)).operation).toMatchObject({ status: "Completed", attempt: 1 });
    expect(await phasesRun(recovering)).toEqual([0, 1, 1, 2]);
  });

  it("stops a cancelled phase that listens, and kills one that doesn't after its grace, while others go on", async () => {
    await bench.startWorker();
    const [listening, deaf] = [
      await bench.submit({ at: 0, behaviour: "hang" }),
      await bench.submit({ at: 0, behaviour: "ignore-cancel" }),
    ];
    await running(listening, 0);
    await running(deaf, 0);
    for (const operationId of [listening, deaf]) {
      await cancelOperation(bench.db(), bench.scope, { ...cancellation, operationId, forceTermination: false });
    }
    const next = await bench.submit();
    expect((await bench.ended(next)).operation.status).toBe("Completed");
    expect((await bench.view(listening)).phases.map((phase) => phase.status)).toEqual([
      "Cancelled",
      "Skipped",
      "Skipped",
    ]);
  });

  it("kills a spinning phase without a grace when its cancel is forced, and the neighbour completes", async () => {
    const { ctx } = await bench.startWorker({ cancelGraceMs: 3_600_000 });
    const spinning = await bench.submit({ at: 1, behaviour: "spin" });
    await running(spinning, 1);
    const gate = bench.gate();
    const neighbour = await bench.submit(gate.parameters);
    await running(neighbour, 0);
    await cancelOperation(bench.db(), bench.scope, { ...cancellation, operationId: spinning, forceTermination: true });
    await waitFor(() => ctx.running.find(spinning) === undefined, {
      what: "the spinning phase's end",
    });
    await gate.open();
    expect((await bench.ended(neighbour)).operation.status).toBe("Completed");
    expect((await phasesRun(neighbour)).length).toBe(3);
  });

  it("goes on after a phase's process died, and gives up an operation that takes down three", async () => {
    await bench.startWorker();
    const unlucky = await bench.submit({ at: 1, behaviour: "crash-once", marker: join(bench.folder(), "crash-once") });
    const poison = await bench.submit({ at: 1, behaviour: "crash" });
    const neighbour = await bench.submit();
    expect((await bench.ended(unlucky)).operation).toMatchObject({ status: "Completed", crashCount: 1 });
    expect(await phasesRun(unlucky)).toEqual([0, 1, 1, 2]);
    expect((await bench.ended(poison)).operation).toMatchObject({
      status: "Failed",
      crashCount: 3,
      error: { code: "crash_budget_exhausted" },
    });
    expect((await bench.ended(neighbour)).operation.status).toBe("Completed");
  });

  it("caps the memory of an operation: one that takes more fails and its neighbour completes", async () => {
    await bench.startWorker();
    const greedy = await bench.submit({ at: 0, behaviour: "allocate" });
    const gate = bench.gate();
    const neighbour = await bench.submit(gate.parameters);
    await running(neighbour, 0);
    expect((await bench.ended(greedy)).operation).toMatchObject({
      status: "Failed",
      crashCount: 0,
      error: { code: "out_of_memory", message: expect.stringContaining("memoryGB"), phase: "Trial Phase 1" },
    });
    await gate.open();
    expect((await bench.ended(neighbour)).operation.status).toBe("Completed");
  });

  it("has one reconciler, however many workers, and another when that one's worker stops", async () => {
    const holders = async (): Promise<string[]> => {
      const { rows } = await bench.db().query<{ name: string }>(
        `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
           WHERE locktype = 'advisory' AND granted AND application_name LIKE '%-reconciler' AND datname = current_database()`,
      );
      return rows.map((row) => row.name);
    };
    const workers = [await bench.startWorker(), await bench.startWorker()];
    await waitFor(async () => (await holders()).length === 1, { what: "a reconciler" });
    const [first = ""] = await holders();
    const leader = workers.find((worker) => first.startsWith(worker.ctx.config.workerName));
    await leader?.stop();
    await waitFor(async () => (await holders()).some((name) => name !== first), { what: "another reconciler" });
    expect(await holders()).toHaveLength(1);
  });

  it("gives a running operation back when it drains, without spending an attempt, and another worker goes on", async () => {
    // Its drain ends with the phase, not by its limit.
    const first = await bench.startWorker({ drainMs: hangMs() });
    const gate = bench.gate();
    const operationId = await bench.submit(gate.parameters);
    await running(operationId, 0);
    const drained = first.drain();
    await gate.open();
    await drained;
    const { operation } = await bench.view(operationId);
    expect(operation).toMatchObject({ status: "Running", leaseUntil: null, attempt: 0, crashCount: 0 });
    // The phase that was under way is done.
    expect(operation.phasesCompleted).toBe(1);
    await first.stop();
    await bench.startWorker();
    expect((await bench.ended(operationId)).operation).toMatchObject({
      status: "Completed",
      attempt: 0,
      crashCount: 0,
    });
    expect(await phasesRun(operationId)).toEqual([0, 1, 2]);
  });

  it("ends an operation past its deadline and stops its phase", async () => {
    const { ctx } = await bench.startWorker();
    const operationId = await bench.submit({ at: 0, behaviour: "hang" }, { timeoutSec: 1 });
    expect((await bench.ended(operationId)).operation).toMatchObject({ status: "Timeout", error: { code: "timeout" } });
    await waitFor(() => ctx.running.find(operationId) === undefined, { what: "the phase's end" });
  });

  it("stops cooperative phases at once, one after another: no heartbeat or grace has to tell them", async () => {
    const { ctx } = await bench.startWorker({ leaseMs: 3_600_000, cancelGraceMs: 3_600_000 });
    for (let i = 0; i < 20; i++) {
      const type = i % 2 === 0 ? "Trial" : "TrialInline";
      const operationId = await bench.submit({ at: 0, behaviour: "hang" }, { type });
      await running(operationId, 0);
      await cancelOperation(bench.db(), bench.scope, { ...cancellation, operationId, forceTermination: false });
      await waitFor(() => ctx.running.find(operationId) === undefined, { what: "the phase's end" });
      expect((await bench.view(operationId)).operation.status).toBe("Cancelled");
    }
  });

  it("takes Critical before High before Normal before Low", async () => {
    const order = ["Low", "Normal", "High", "Critical"] as const;
    const submitted = new Map<string, string>();
    for (const priority of [...order, ...order])
      submitted.set(await bench.submit({}, { type: "TrialInline", priority }), priority);
    await bench.startWorker({ cpuUnits: 1 });
    for (const operationId of submitted.keys()) await bench.ended(operationId);
    const { rows } = await bench
      .db()
      .query<{ id: string }>("SELECT id FROM operations WHERE id = ANY ($1) ORDER BY started_at", [
        [...submitted.keys()],
      ]);
    expect(rows.map((row) => submitted.get(row.id))).toEqual([
      "Critical",
      "Critical",
      "High",
      "High",
      "Normal",
      "Normal",
      "Low",
      "Low",
    ]);
  });

  it("loses nothing when the queue loses everything", async () => {
    const { ctx } = await bench.startWorker({ cpuUnits: LOST.running, memoryGb: LOST.running });
    const [operations, gate]: [string[], ReturnType<typeof bench.gate>] = [[], bench.gate()];
    for (let i = 0; i < LOST.operations; i++)
      operations.push(await bench.submit(gate.parameters, { type: "TrialInline" }));
    await waitFor(() => ctx.running.all().length === LOST.running, { what: "running operations" });
    await backend.flush();
    await gate.open();
    for (const operationId of operations) expect((await bench.ended(operationId)).operation.status).toBe("Completed");
    expect((await bench.journal()).filter((line) => operations.includes(line.operationId))).toHaveLength(
      3 * LOST.operations,
    );
  });
});
