import { randomUUID } from "node:crypto";
import { claimOperation, patientLimits, trialWork, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cancelBatch,
  completeOperation,
  createBatch,
  createDb,
  failOperation,
  listFreed,
  type Db,
  type Sql,
} from "../index.ts";
import { rowsRead } from "../test/rows-read.ts";

/**
 * Whatever ends many operations of a batch at once reads in proportion to that batch. A plan that a full ledger or stale
 * statistics turn into a scan of all batches' edges is found here by what it reads, not by the time that it takes.
 */

const OPERATIONS = 200;
const DEPENDENCIES = 6;
/** Rows read for each operation that ends: itself, its phases, its edges, its dependents and what they are told. */
const MOST_ROWS = 30;

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };

/** A chain of operations that each depend on the six before, and the id of the first. */
async function addBatch(): Promise<{ id: string; first: string }> {
  const id = `batch-${randomUUID()}`;
  const ids = Array.from({ length: OPERATIONS }, (_, at) => `op-${at}-${randomUUID()}`);
  await createBatch(db, {
    id,
    ...scope,
    name: "Pipeline",
    failurePolicy: { stopOnFirstFailure: false, continueIndependentOperations: true, retryFailedOperations: false },
    createdBy: "ann",
    operations: ids.map((operationId, position) => ({
      id: operationId,
      ...trialWork,
      type: "ProcessMiningAnalysis",
      name: "Analysis",
      estimatedLowSec: 10,
      estimatedHighSec: 20,
      phases: [{ name: "Load", weight: 1 }],
      operationKey: `k${position}`,
      dependsOn: ids.slice(Math.max(0, position - DEPENDENCIES), position),
      position,
    })),
  });
  return { id, first: ids[0] ?? "" };
}

const MOVES: Record<string, (sql: Sql, batch: { id: string; first: string }) => Promise<unknown>> = {
  "is cancelled": (sql, { id }) =>
    cancelBatch(sql, scope, id, {
      preservePartialResults: true,
      forceTermination: false,
      notifyCallbacks: true,
      cancelledBy: "ann",
    }),
  "loses the operation that all others depend on": async (sql, { first }) => {
    const claimed = await claimOperation(sql, {
      operationId: first,
      executionId: "exec-1",
      workerNode: "w",
      leaseMs: 60_000,
    });
    const epoch = claimed?.operation.epoch ?? -1;
    expect(await failOperation(sql, { operationId: first, epoch, error: { code: "x", message: "x" } })).toBeTruthy();
  },
};

/** What the planner knows of the tables. */
const STATISTICS: Record<string, (sql: Db) => Promise<unknown>> = {
  "nothing is known of the tables": async () => {},
  "the tables were analyzed": (sql) => sql.query("ANALYZE"),
};

describe.each(Object.keys(STATISTICS))("while %s", (known) => {
  it.each(Object.keys(MOVES))("a batch that %s reads in proportion to its size", async (move) => {
    for (let others = 0; others < 5; others++) await addBatch();
    const batch = await addBatch();
    await STATISTICS[known]?.(db);
    const rows = await rowsRead(db, async (sql) => MOVES[move]?.(sql, batch));
    const { rows: left } = await db.query("SELECT 1 FROM operations WHERE batch_id = $1 AND ended_at IS NULL", [
      batch.id,
    ]);
    expect(left).toEqual([]);
    expect(rows / OPERATIONS).toBeLessThan(MOST_ROWS);
  });

  it("what an end has freed is listed in proportion to it", async () => {
    const { first } = await addBatch();
    await db.query("UPDATE phases SET status = 'Completed' WHERE operation_id = $1", [first]);
    const claimed = await claimOperation(db, {
      operationId: first,
      executionId: "e",
      workerNode: "w",
      leaseMs: 60_000,
    });
    const epoch = claimed?.operation.epoch ?? -1;
    expect(await completeOperation(db, { operationId: first, epoch, summary: {} })).toBe(true);
    await STATISTICS[known]?.(db);
    let freed: string[] = [];
    const rows = await rowsRead(db, async (sql) => {
      freed = (await listFreed(sql, [first])).map(({ id }) => id.slice(0, 4));
    });
    expect(freed).toEqual(["op-1"]);
    expect(rows / DEPENDENCIES).toBeLessThan(MOST_ROWS);
  });
});
