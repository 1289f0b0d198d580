import { randomUUID } from "node:crypto";
import { useTestDatabase, patientLimits, trialOperation } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  claimOperations,
  createDb,
  createOperations,
  giveUpClaim,
  listReadyOperations,
  reclaimOperations,
  releaseOperation,
  type Db,
} from "../index.ts";
import { copyOperation } from "../test/copy-operation.ts";
import { rowsRead } from "../test/rows-read.ts";

/** What lists the operations that are ready reads in proportion to what it lists, whatever runs. */

const RUNNING = 10_000;
const READY = 50;
/** Rows read for each operation that is listed: its place and its own, and those of the fair order's classes. */
const MOST_ROWS = 3;
const leaseMs = 60_000;

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };

async function accept(n: number): Promise<string[]> {
  const operations = Array.from({ length: n }, () => trialOperation(scope));
  await createOperations(db, operations);
  return operations.map(({ id }) => id);
}

const later = (): Date => new Date(Date.now() + 3_600_000);

it(`lists what is ready beside ${RUNNING} that run, and reads no more than it lists`, async () => {
  const claimed = await accept(4);
  const claims = claimed.map((operationId) => ({ operationId, executionId: operationId, workerNode: "w", leaseMs }));
  await claimOperations(db, claims);
  const [first = "", released = "", given = "", lapsed = ""] = claimed;
  await copyOperation(db, { operationId: first, n: RUNNING, changes: { lease_until: later() } });
  const waits = { worker_node: null, lease_until: null, next_attempt_at: later() };
  await copyOperation(db, { operationId: first, n: RUNNING / 10, changes: waits });

  // Each way in which an operation comes back.
  await releaseOperation(db, {
    operationId: released,
    epoch: 1,
    delaySec: 0.001,
    attempt: { error: { code: "e", message: "e" } },
  });
  await giveUpClaim(db, { operationId: given, executionId: given });
  await db.query("UPDATE operations SET lease_until = now() - interval '1 second' WHERE id = $1", [lapsed]);
  expect((await reclaimOperations(db, 10)).map(({ id }) => id)).toEqual([lapsed]);
  const waiting = await accept(READY);
  const back = await accept(READY);
  const claimsBack = back.map((operationId) => ({ operationId, executionId: operationId, workerNode: "w", leaseMs }));
  await claimOperations(db, claimsBack);
  for (const operationId of back) await giveUpClaim(db, { operationId, executionId: operationId });

  const options = { minAgeMs: -60_000, limit: 1000 };
  const ready = async (): Promise<string[]> =>
    (await listReadyOperations(db, options)).map(({ id }) => id).toSorted((a, b) => a.localeCompare(b));
  const expected = [released, given, lapsed, ...waiting, ...back].toSorted((a, b) => a.localeCompare(b));
  for (const statement of ["SELECT", "ANALYZE"]) {
    await db.query(statement);
    expect(await ready()).toEqual(expected);
    const rows = await rowsRead(db, (sql) => listReadyOperations(sql, options));
    expect(rows).toBeLessThan(MOST_ROWS * expected.length);
    // What waits for its time is no more read than what runs.
    expect((await listReadyOperations(db, { ...options, limit: 2 })).filter(({ hasRun }) => hasRun)).toHaveLength(2);
  }
});
