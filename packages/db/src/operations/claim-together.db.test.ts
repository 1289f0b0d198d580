import { randomUUID } from "node:crypto";
import { useTestDatabase, patientLimits, trialOperation, trialWork } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  claimOperations,
  createBatch,
  createDb,
  createOperations,
  failOperation,
  type Db,
  type Scope,
} from "../index.ts";
import { expectCounts, expectPlaces } from "../test/expect-places.ts";

/** One claim takes operations of all kinds together, and each gets what it would get alone. */

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const newScope = (): Scope => ({ tenantId: randomUUID(), projectId: randomUUID() });
const claimsOf = (ids: readonly string[], leaseMs = 60_000) =>
  ids.map((operationId) => ({ operationId, executionId: `exec of ${operationId}`, workerNode: "w", leaseMs }));
const accept = async (scope: Scope): Promise<string> => {
  const operation = trialOperation(scope);
  await createOperations(db, [operation]);
  return operation.id;
};
const acceptBatch = async (scope: Scope): Promise<string[]> => {
  const ids = [`op-${randomUUID()}`, `op-${randomUUID()}`];
  await db.withTransaction((tx) =>
    createBatch(tx, {
      id: `batch-${randomUUID()}`,
      ...scope,
      name: "Monthly",
      failurePolicy: { stopOnFirstFailure: false, continueIndependentOperations: true, retryFailedOperations: false },
      callbacks: {},
      createdBy: "test",
      operations: ids.map((id, position) => ({ ...trialWork, id, operationKey: id, position, dependsOn: [] })),
    }),
  );
  return ids;
};
const hear = async (scope: Scope): Promise<void> => {
  await db.query(
    `INSERT INTO webhooks (id, tenant_id, project_id, url, events, filters, auth_type, retry_policy, headers, created_by)
     VALUES ($1, $2, $3, 'https://example.com', ARRAY['operation.started'], '{}', 'ed25519', '{"maxRetries": 2}', '{}', 'test')`,
    [`whk-${randomUUID()}`, scope.tenantId, scope.projectId],
  );
};
const read = async (sql: string, ids: readonly string[]): Promise<string[]> => {
  const { rows } = await db.query<{ text: string }>(sql, [ids]);
  return rows.map(({ text }) => text);
};
const STARTED =
  "SELECT operation_id AS text FROM events WHERE operation_id = ANY ($1) AND type = 'operation.started' ORDER BY 1";

it("tells of each start once, to webhooks of its own project, and starts a batch with its first operation", async () => {
  const [quiet, loud] = [newScope(), newScope()];
  await hear(loud);
  const [alone, heard, lapsing] = [await accept(quiet), await accept(loud), await accept(quiet)];
  const batch = await acceptBatch(quiet);
  expect(await claimOperations(db, claimsOf([lapsing], -1000))).not.toContain(null);

  const ids = [batch[0] ?? "", alone, lapsing, heard];
  const claimed = await claimOperations(db, claimsOf(ids));
  expect(claimed.map((one) => [one?.operation.id, one?.operation.epoch, one?.operation.crashCount])).toEqual(
    ids.map((id) => [id, id === lapsing ? 2 : 1, id === lapsing ? 1 : 0]),
  );
  expect(await read(STARTED, ids)).toEqual(ids.toSorted());
  expect(
    await read(
      "SELECT operation_id AS text FROM deliveries WHERE operation_id = ANY ($1) ORDER BY event_position",
      ids,
    ),
  ).toEqual([heard]);
  expect(
    await read(
      "SELECT operation_id || ' ' || epoch || ' ' || execution_id || ' ' || outcome AS text FROM executions WHERE operation_id = ANY ($1)",
      ids,
    ),
  ).toEqual([`${lapsing} 1 exec of ${lapsing} WorkerLost`]);
  const OF_BATCH = `SELECT e.type AS text FROM events e WHERE e.batch_id = (SELECT batch_id FROM operations WHERE id = ANY ($1)) AND e.type LIKE '%.started' ORDER BY position`;
  expect(await read(OF_BATCH, batch.slice(0, 1))).toEqual(["batch.started", "operation.started"]);

  // A claim whose answer was lost gets nothing, and tells of nothing.
  expect(await claimOperations(db, claimsOf(ids))).toEqual(ids.map(() => null));
  expect(await claimOperations(db, claimsOf(batch.slice(1)))).not.toContain(null);
  expect(await read(STARTED, [...ids, ...batch.slice(1)])).toEqual([...ids, ...batch.slice(1)].toSorted());
  expect(await read(OF_BATCH, batch.slice(0, 1))).toEqual(["batch.started", "operation.started", "operation.started"]);
  await expectPlaces(db);
  await expectCounts(db);
});

it("gives each operation of claims at the same moment to one of them", async () => {
  const scope = newScope();
  const ids = [...(await acceptBatch(scope)), await accept(scope), await accept(scope), await accept(scope)];
  const answers = await Promise.all(
    Array.from({ length: 6 }, async (_, n) =>
      claimOperations(
        db,
        claimsOf(n % 2 === 0 ? ids : ids.toReversed()).map((one) => ({ ...one, executionId: `e${n}` })),
      ),
    ),
  );
  expect(
    answers
      .flat()
      .flatMap((one) => one?.operation.id ?? [])
      .toSorted(),
  ).toEqual(ids.toSorted());
  expect(await read(STARTED, ids)).toEqual(ids.toSorted());
  await expectPlaces(db);
});

it("claims what another transaction changes at the same moment as that leaves it", async () => {
  const scope = newScope();
  const ids = [await accept(scope), await accept(scope)];
  const [ended = "", renamed = ""] = ids;
  const { claims } = await db.withTransaction(async (tx) => {
    expect(await claimOperations(tx, claimsOf([ended]))).not.toContain(null);
    await failOperation(tx, { operationId: ended, epoch: 1, error: { code: "e", message: "e" } });
    await tx.query("UPDATE operations SET name = 'Renamed' WHERE id = $1", [renamed]);
    return { claims: claimOperations(db, claimsOf(ids)) };
  });
  const claimed = await claims;
  expect(claimed.map((one) => one?.operation.name)).toEqual([undefined, "Renamed"]);
  await expectPlaces(db);
});
