import {
  claimOperation,
  commitPhase,
  patientLimits,
  startPhase,
  trialOperation,
  useTestDatabase,
} from "@longhaul/testing";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cancelOperation,
  compactCounts,
  completeOperation,
  createDb,
  createOperation,
  failOperation,
  findOperation,
  listOperations,
  listReadyOperations,
  reclaimOperations,
  recordProgress,
  releaseOperation,
  timeoutOperations,
  type Db,
  type NewOperation,
  type OperationFilter,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };

const newOperation = (changes: Partial<NewOperation> = {}): NewOperation =>
  trialOperation(scope, {
    type: "ProcessMiningAnalysis",
    name: "Analysis",
    parameters: { datasetId: randomUUID() },
    estimatedLowSec: 10,
    estimatedHighSec: 20,
    createdBy: "tester",
    phases: [
      { name: "Load", weight: 1 },
      { name: "Discover", weight: 3 },
    ],
    ...changes,
  });

const leaseMs = 10_000;
const claimOf = (operationId: string, ms = leaseMs) =>
  claimOperation(db, { operationId, executionId: `exec-${randomUUID()}`, workerNode: "w1", leaseMs: ms });

async function commit(operationId: string, epoch: number, phaseIdx: number, percentage: number): Promise<boolean> {
  await startPhase(db, { operationId, epoch, phaseIdx, leaseMs });
  return commitPhase(db, {
    operationId,
    epoch,
    leaseMs,
    phaseIdx,
    phaseName: "x",
    percentage,
    fingerprint: "f",
    output: { results: { a: 1 } },
    files: {},
    artifacts: [
      {
        id: randomUUID(),
        name: "Report",
        fileName: "report.json",
        type: "Report",
        format: "JSON",
        mediaType: "application/json",
        sizeBytes: 3,
        sha256: "00",
        storageKey: "k",
      },
    ],
    recordsProcessed: 42,
    detail: {},
  });
}

async function events(operationId: string): Promise<{ sequence: number; type: string }[]> {
  const { rows } = await db.query<{ sequence: number; type: string }>(
    "SELECT sequence, type FROM events WHERE operation_id = $1 ORDER BY position",
    [operationId],
  );
  return rows;
}

describe("an operation's life in the ledger", () => {
  it("goes from Initiated over Running to Completed, with a gap-free sequence of events", async () => {
    const operation = newOperation({ callbacks: { onCompletion: "https://user:pw@Example.com:8443/done?x=1" } });
    const created = await createOperation(db, operation);
    expect((created?.timeoutAt.getTime() ?? 0) - (created?.createdAt.getTime() ?? 0)).toBe(3_600_000);
    expect((await findOperation(db, scope, operation.id))?.operation).toMatchObject({
      status: "Initiated",
      currentPhase: "Load",
      progress: 0,
    });

    const claimed = await claimOf(operation.id);
    expect(claimed?.operation).toMatchObject({ status: "Running", epoch: 1, totalPhases: 2 });
    expect((await findOperation(db, scope, operation.id))?.operation.workerNode).toBe("w1");
    expect(claimed?.checkpoints).toEqual([]);
    expect(await claimOf(operation.id)).toBeNull();

    expect(await completeOperation(db, { operationId: operation.id, epoch: 1, summary: {} })).toBe(false);
    expect(await commit(operation.id, 1, 0, 25)).toBe(true);
    expect(
      await commitPhase(db, {
        operationId: operation.id,
        epoch: 1,
        leaseMs,
        phaseIdx: 0,
        phaseName: "Load",
        percentage: 25,
        fingerprint: "f",
        output: {},
        files: {},
        artifacts: [],
        detail: {},
      }),
    ).toBe(false);
    await startPhase(db, { operationId: operation.id, epoch: 1, phaseIdx: 1, leaseMs });
    const progress = { operationId: operation.id, epoch: 1, leaseMs, phaseIdx: 1, phaseProgress: 50 };
    expect(await recordProgress(db, { ...progress, percentage: 60, processedRecords: 7, totalRecords: 14 })).toBe(true);
    expect(await recordProgress(db, { ...progress, percentage: 40 })).toBe(true);
    expect((await findOperation(db, scope, operation.id))?.operation).toMatchObject({
      progress: 60,
      processedRecords: 7,
      totalRecords: 14,
      phasesCompleted: 1,
    });
    expect(await commit(operation.id, 1, 1, 99)).toBe(true);
    expect(await completeOperation(db, { operationId: operation.id, epoch: 1, summary: { recordsAnalyzed: 42 } })).toBe(
      true,
    );

    const view = await findOperation(db, scope, operation.id);
    expect(view?.operation).toMatchObject({
      status: "Completed",
      progress: 100,
      phasesCompleted: 2,
      summary: { recordsAnalyzed: 42 },
    });
    expect(view?.phases.map((phase) => phase.status)).toEqual(["Completed", "Completed"]);
    expect(view?.callbackStats).toEqual({ progressSent: 0, lastProgressAt: null, successful: 0, failed: 0 });

    const log = await events(operation.id);
    expect(log.map((event) => event.sequence)).toEqual(log.map((_, index) => index + 1));
    expect(log.map((event) => event.type).filter((type) => type !== "operation.progress")).toEqual([
      "operation.created",
      "operation.started",
      "operation.phase.completed",
      "operation.phase.completed",
      "operation.completed",
    ]);
    const { rows } = await db.query(
      "SELECT destination, lane, event_type, status FROM deliveries WHERE operation_id = $1",
      [operation.id],
    );
    expect(rows).toEqual([
      {
        destination: "callback:onCompletion",
        lane: `callback:${scope.tenantId}:https://example.com:8443`,
        event_type: "operation.completed",
        status: "Pending",
      },
    ]);
    expect(
      await cancelOperation(db, scope, {
        operationId: operation.id,
        cancelledBy: "x",
        preservePartialResults: true,
        forceTermination: false,
        notifyCallbacks: true,
      }),
    ).toBeNull();
  });

  it("refuses every write of an owner whose epoch has passed", async () => {
    const operation = newOperation();
    await createOperation(db, operation);
    await claimOf(operation.id, -1000);
    expect((await reclaimOperations(db, 10)).map((item) => [item.id, item.epoch, item.crashCount])).toEqual([
      [operation.id, 2, 1],
    ]);
    const zombie = { operationId: operation.id, epoch: 1 };
    expect(await recordProgress(db, { ...zombie, leaseMs, phaseIdx: 0, percentage: 10, phaseProgress: 10 })).toBe(
      false,
    );
    expect(await startPhase(db, { ...zombie, phaseIdx: 0, leaseMs })).toBe(false);
    expect(await commit(operation.id, 1, 0, 25)).toBe(false);
    expect(await failOperation(db, { ...zombie, error: { code: "x", message: "x" } })).toBe(false);
    expect(await releaseOperation(db, zombie)).toBeNull();
    expect((await claimOf(operation.id))?.operation.epoch).toBe(3);
    expect((await events(operation.id)).map((event) => event.type)).toEqual(["operation.created", "operation.started"]);
  });

  it("counts a crash when a new owner takes over from one whose lease ran out", async () => {
    const operation = newOperation();
    await createOperation(db, operation);
    await claimOf(operation.id, -1000);
    expect((await claimOf(operation.id))?.operation).toMatchObject({ epoch: 2, crashCount: 1 });
  });

  it("is ready again after its worker gave it back, at once or after a delay", async () => {
    const operation = newOperation();
    await createOperation(db, operation);
    await claimOf(operation.id);
    expect(await releaseOperation(db, { operationId: operation.id, epoch: 1 })).toBe(2);
    const ready = async (): Promise<string[]> =>
      (await listReadyOperations(db, { minAgeMs: -60_000, limit: 100 })).map((item) => item.id);
    expect(await ready()).toContain(operation.id);
    await claimOf(operation.id);
    await releaseOperation(db, {
      operationId: operation.id,
      epoch: 3,
      delaySec: 60,
      attempt: { error: { code: "e", message: "e" } },
    });
    expect(await ready()).not.toContain(operation.id);
    expect(await claimOf(operation.id)).toBeNull();
    expect((await findOperation(db, scope, operation.id))?.operation).toMatchObject({ status: "Running", attempt: 1 });
  });

  it("ends as Timeout by the database's clock and as Cancelled by a client, each once", async () => {
    const late = newOperation({ timeoutSec: 1 });
    await createOperation(db, late);
    await db.query("UPDATE operations SET timeout_at = now() - interval '1 second' WHERE id = $1", [late.id]);
    expect(await claimOf(late.id)).toBeNull();
    expect(await timeoutOperations(db, 10)).toEqual([late.id]);
    expect(await timeoutOperations(db, 10)).toEqual([]);
    expect((await findOperation(db, scope, late.id))?.operation).toMatchObject({
      status: "Timeout",
      error: { code: "timeout" },
    });

    const unwanted = newOperation();
    await createOperation(db, unwanted);
    await claimOf(unwanted.id);
    await startPhase(db, { operationId: unwanted.id, epoch: 1, phaseIdx: 0, leaseMs });
    const request = {
      operationId: unwanted.id,
      cancelledBy: "ann",
      reason: "r",
      preservePartialResults: true,
      forceTermination: false,
      notifyCallbacks: true,
    };
    expect(await cancelOperation(db, { ...scope, tenantId: randomUUID() }, request)).toBeNull();
    expect(await cancelOperation(db, scope, request)).toMatchObject({
      status: "Cancelled",
      cancellation: { reason: "r", cancelledBy: "ann", phase: "Load" },
    });
    const view = await findOperation(db, scope, unwanted.id);
    expect(view?.phases.map((phase) => phase.status)).toEqual(["Cancelled", "Skipped"]);
    expect(await commit(unwanted.id, 1, 0, 25)).toBe(false);
  });

  it("lists a project's operations newest first, by filter, page and cursor", async () => {
    const project = { tenantId: randomUUID(), projectId: randomUUID() };
    const ids: string[] = [];
    for (const priority of ["Low", "High", "High"] as const) {
      const operation = newOperation({ ...project, priority });
      ids.push(operation.id);
      await createOperation(db, operation);
    }
    const page = { size: 2, offset: 0, withPhases: true };
    const first = await listOperations(db, project, {}, page);
    expect(first.operations.map((item) => item.operation.id)).toEqual([ids[2], ids[1]]);
    expect(first.operations[0]?.phases).toHaveLength(2);
    expect(first).toMatchObject({ hasNextPage: true, summary: { total: 3, running: 3 } });
    const after = first.operations[1]?.cursor;
    if (after === undefined) throw new Error("no cursor");
    expect(
      (await listOperations(db, project, {}, { ...page, after })).operations.map((item) => item.operation.id),
    ).toEqual([ids[0]]);
    expect((await listOperations(db, project, { priorities: ["Low"] }, page)).operations).toHaveLength(1);
    const completed = await listOperations(db, project, { statuses: ["Completed"] }, page);
    expect([completed.operations.length, completed.summary.total]).toEqual([0, 3]);

    const [newest] = first.operations;
    if (newest === undefined) throw new Error("no operation");
    const { createdAt } = newest.operation;
    const summary = async (filter: OperationFilter): Promise<number> =>
      (await listOperations(db, project, filter, page)).summary.total;
    expect(await compactCounts(db, 1000)).toBeGreaterThanOrEqual(3);
    expect(await compactCounts(db, 1000)).toBe(0);
    expect(await summary({})).toBe(3);
    expect(await summary({ types: ["ProcessMiningAnalysis"], priorities: ["High"] })).toBe(2);
    expect(
      await summary({
        from: new Date(createdAt.getTime() - 7_200_000),
        before: new Date(createdAt.getTime() + 7_200_000),
      }),
    ).toBe(3);
    expect(await summary({ before: createdAt })).toBe(2);
    expect(await summary({ from: new Date(createdAt.getTime() + 1) })).toBe(0);
    await cancelOperation(db, project, {
      operationId: newest.operation.id,
      cancelledBy: "x",
      preservePartialResults: true,
      forceTermination: false,
      notifyCallbacks: true,
    });
    expect((await listOperations(db, project, {}, page)).summary).toMatchObject({ total: 3, running: 2, cancelled: 1 });
  });
});
