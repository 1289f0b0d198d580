import { randomUUID } from "node:crypto";
import { useTestDatabase, patientLimits, trialWork, trialOperation } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  cancelBatch,
  cancelOperation,
  createBatch,
  createDb,
  createOperation,
  createRetry,
  expireOperations,
  findOperation,
  deleteEmptyBatches,
  deleteExpiredOperations,
  listOperations,
  type Db,
  type NewOperation,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const tenantId = randomUUID();
const scope = { tenantId, projectId: randomUUID() };

async function ended(daysAgo: number, project = scope): Promise<NewOperation> {
  const operation = trialOperation(project, { priority: "Low", parameters: { kept: true }, createdBy: "x" });
  await createOperation(db, operation);
  await cancelOperation(db, project, {
    operationId: operation.id,
    cancelledBy: "x",
    preservePartialResults: true,
    forceTermination: false,
    notifyCallbacks: true,
  });
  await db.query("UPDATE operations SET ended_at = now() - $2 * interval '1 day' WHERE id = $1", [
    operation.id,
    daysAgo,
  ]);
  return operation;
}

it("empties what ended longer ago than its project keeps it, and forgets it later", async () => {
  const brief = { tenantId, projectId: randomUUID() };
  await db.query("INSERT INTO project_settings (tenant_id, project_id, retention_days) VALUES ($1, $2, 2)", [
    tenantId,
    brief.projectId,
  ]);
  const [young, old, briefOld] = [await ended(5), await ended(40), await ended(5, brief)];
  const expired = await expireOperations(db, { defaultDays: 30, limit: 100 });
  expect(new Set(expired.map((item) => item.id))).toEqual(new Set([old.id, briefOld.id]));
  expect(await expireOperations(db, { defaultDays: 30, limit: 100 })).toEqual([]);

  const view = await findOperation(db, scope, old.id);
  expect(view).toMatchObject({ phases: [], operation: { status: "Cancelled", parameters: {} } });
  expect(view?.operation.expiredAt).toBeInstanceOf(Date);
  expect((await findOperation(db, scope, young.id))?.operation).toMatchObject({
    expiredAt: null,
    parameters: { kept: true },
  });
  const { rows } = await db.query<{ operation_id: string }>("SELECT DISTINCT operation_id FROM events");
  expect(rows).toEqual([{ operation_id: young.id }]);
  const list = await listOperations(db, scope, {}, { size: 10, offset: 0, withPhases: false });
  expect([list.operations.map((item) => item.operation.id), list.summary.total]).toEqual([[young.id], 1]);

  expect(await deleteExpiredOperations(db, { days: 30, limit: 100 })).toBe(0);
  await db.query("UPDATE operations SET expired_at = now() - interval '31 days' WHERE id = $1", [old.id]);
  expect(await deleteExpiredOperations(db, { days: 30, limit: 100 })).toBe(1);
  expect(await findOperation(db, scope, old.id)).toBeNull();
});

it("keeps the files of a chain of retries until its last operation expires", async () => {
  const root = await ended(40);
  const retry = {
    ...root,
    id: `op-retry-${root.id.slice(3)}`,
    retryOf: root.id,
    rootId: root.id,
    retryNumber: 1,
    preservedPhases: 0,
    progress: 0,
    retry: {},
  };
  await createRetry(db, retry);
  expect(await expireOperations(db, { defaultDays: 30, limit: 100 })).toEqual([]);
  await cancelOperation(db, scope, {
    operationId: retry.id,
    cancelledBy: "x",
    preservePartialResults: true,
    forceTermination: false,
    notifyCallbacks: true,
  });
  expect(await expireOperations(db, { defaultDays: 30, limit: 100 })).toMatchObject([
    { id: root.id, withoutFiles: [] },
  ]);
  await db.query("UPDATE operations SET ended_at = now() - interval '40 days' WHERE id = $1", [retry.id]);
  const last = await expireOperations(db, { defaultDays: 30, limit: 100 });
  expect(last.map((item) => item.withoutFiles.toSorted())).toEqual([[root.id, retry.id].toSorted()]);
  expect(
    (await db.query("SELECT 1 FROM operations WHERE expired_at IS NULL AND id = ANY ($1)", [[root.id, retry.id]])).rows,
  ).toEqual([]);
});

it("forgets a batch, its edges and events with the last of its operations", async () => {
  const batchId = `batch-${randomUUID()}`;
  const [a, b] = [`op-${randomUUID()}`, `op-${randomUUID()}`];
  const operation = {
    ...trialWork,
  };
  await createBatch(db, {
    id: batchId,
    ...scope,
    name: "b",
    failurePolicy: { stopOnFirstFailure: false, continueIndependentOperations: true, retryFailedOperations: false },
    createdBy: "x",
    operations: [
      { ...operation, id: a, operationKey: "a", position: 0, dependsOn: [] },
      { ...operation, id: b, operationKey: "b", position: 1, dependsOn: [a] },
    ],
  });
  await cancelBatch(db, scope, batchId, {
    cancelledBy: "x",
    preservePartialResults: true,
    forceTermination: false,
    notifyCallbacks: true,
  });
  await db.query("UPDATE batches SET ended_at = now() - interval '31 days' WHERE id = $1", [batchId]);
  expect(await deleteEmptyBatches(db, { days: 30, limit: 10 })).toBe(0);
  await db.query("UPDATE operations SET expired_at = now() - interval '31 days' WHERE batch_id = $1", [batchId]);
  expect(await deleteExpiredOperations(db, { days: 30, limit: 10 })).toBe(2);
  expect(await deleteEmptyBatches(db, { days: 30, limit: 10 })).toBe(1);
  const { rows } = await db.query(
    "SELECT 1 FROM batch_edges WHERE batch_id = $1 UNION ALL SELECT 1 FROM events WHERE batch_id = $1",
    [batchId],
  );
  expect(rows).toEqual([]);
});
