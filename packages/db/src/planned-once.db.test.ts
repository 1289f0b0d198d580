import { randomUUID } from "node:crypto";
import { patientLimits, trialOperation, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  claimOperations,
  createDb,
  createOperations,
  findAllocations,
  findReadyOperations,
  findStatuses,
  listFreed,
  type Db,
} from "./index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  // One connection, since plans belong to one.
  const limits = patientLimits();
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits, poolSize: 1 });
});
afterAll(() => db.close());

/** Calls that Postgres plans anew in any case. */
const TRIES = 5;
const CALLS = 12;

it("plans what is said for each operation once, and not at each call", async () => {
  const scope = { tenantId: randomUUID(), projectId: randomUUID() };
  const operations = Array.from({ length: CALLS }, () => trialOperation(scope));
  await createOperations(db, operations);
  for (const { id } of operations) {
    await findStatuses(db, [{ scope, operationId: id }]);
    await findReadyOperations(db, [id]);
    await claimOperations(db, [{ operationId: id, executionId: randomUUID(), workerNode: "w", leaseMs: 60_000 }]);
    await findAllocations(db, [id]);
    await listFreed(db, [id]);
  }
  const { rows } = await db.query<{ name: string; plans: number }>(
    "SELECT name, custom_plans AS plans FROM pg_prepared_statements WHERE generic_plans + custom_plans >= $1 ORDER BY name",
    [CALLS],
  );
  expect(rows.map(({ name }) => name)).toEqual([
    "find-allocations",
    "find-ready-operations",
    "find-statuses",
    "list-freed",
    "take-operations",
  ]);
  expect(rows.filter(({ plans }) => plans > TRIES)).toEqual([]);
});
