import { randomUUID } from "node:crypto";
import { claimOperation, patientLimits, trialOperation, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createBatch, createDb, findBatch, type Db } from "../index.ts";

/**
 * Processes of before `end_operations` end operations by statements of their own while they are replaced: what follows for a batch is
 * seen to all the same. Goes with what `append_operation_events` does for them.
 */

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };

/** Each statement as the version before says it. */
const OLDER: Readonly<Record<string, string>> = {
  Failed: `WITH o AS (
  UPDATE operations SET status = 'Failed', ended_at = now(), lease_until = NULL, next_attempt_at = NULL, version = version + 1,
    event_seq = event_seq + 1, error = '{"code": "x"}'
  WHERE (SELECT lock_batch($1)) AND id = $1 AND epoch = 1 AND status IN ('Initiated', 'Running')
  RETURNING *
)
SELECT end_phases(ARRAY[o.id], 'Failed'), append_operation_event(o.*::operations, 'operation.failed', jsonb_build_object('error', o.error))
FROM o`,
  Cancelled: `WITH o AS (
  UPDATE operations SET status = 'Cancelled', ended_at = now(), lease_until = NULL, next_attempt_at = NULL, version = version + 1,
    epoch = epoch + 1, event_seq = event_seq + 1, cancellation = '{}'
  WHERE (SELECT lock_batch($1)) AND id = $1 AND status IN ('Initiated', 'Running')
  RETURNING *
)
SELECT id, end_phases(ARRAY[o.id], 'Cancelled'), append_operation_event(o.*::operations, 'operation.cancelled', '{}') FROM o`,
  Timeout: `WITH seen AS MATERIALIZED (SELECT id, batch_id FROM operations WHERE id = $1
), due AS (
  SELECT id FROM operations WHERE (SELECT lock_batches(array(SELECT id FROM seen WHERE batch_id IS NOT NULL))) AND id IN (SELECT id FROM seen)
  FOR UPDATE SKIP LOCKED
), o AS (
  UPDATE operations o SET status = 'Timeout', ended_at = now(), lease_until = NULL, next_attempt_at = NULL, version = o.version + 1,
    epoch = o.epoch + 1, event_seq = o.event_seq + 1, error = '{"code": "timeout"}'
  FROM due WHERE o.id = due.id
  RETURNING o.*
)
SELECT array_agg(o.id) AS ids, end_phases(array_agg(o.id), 'Failed'), append_operation_events(array_agg(o.*::operations), 'operation.failed',
  array_agg(jsonb_build_object('error', o.error))) FROM o`,
};

it.each(Object.keys(OLDER))("an operation that an older process ends as %s takes its batch along", async (status) => {
  const batchId = `batch-${randomUUID()}`;
  const operations = ["first", "second", "third"].map((operationKey, position) => ({
    ...trialOperation(scope),
    operationKey,
    position,
    phases: [{ name: "Load", weight: 1 }],
  }));
  const [first, second, third] = operations.map(({ id }) => id);
  await createBatch(db, {
    id: batchId,
    ...scope,
    name: "Pipeline",
    failurePolicy: { stopOnFirstFailure: false, continueIndependentOperations: true, retryFailedOperations: false },
    callbacks: { onOperationComplete: "https://example.org/one", onBatchComplete: "https://example.org/all" },
    createdBy: "ann",
    operations: operations.map((operation, at) => ({
      ...operation,
      dependsOn: operations.slice(0, at).map(({ id }) => id),
    })),
  });
  const claim = { operationId: first ?? "", executionId: "e", workerNode: "w", leaseMs: 60_000, begins: true };
  expect((await claimOperation(db, claim))?.isBegun).toBe(true);
  await db.query(OLDER[status] ?? "", [first]);

  const { rows } = await db.query("SELECT id, status FROM operations WHERE batch_id = $1 ORDER BY batch_position", [
    batchId,
  ]);
  expect(rows).toEqual([
    { id: first, status },
    { id: second, status: "Cancelled" },
    { id: third, status: "Cancelled" },
  ]);
  expect((await findBatch(db, scope, batchId))?.batch.status).toBe(status);
  const { rows: told } = await db.query(
    "SELECT destination, operation_id FROM deliveries WHERE batch_id = $1 ORDER BY event_position",
    [batchId],
  );
  expect(told).toEqual([
    ...[first, second, third].map((id) => ({ destination: "callback:onOperationComplete", operation_id: id })),
    { destination: "callback:onBatchComplete", operation_id: null },
  ]);
  const { rows: phases } = await db.query("SELECT status FROM phases WHERE operation_id = $1", [first]);
  expect(phases).toEqual([{ status: status === "Cancelled" ? "Cancelled" : "Failed" }]);
});
