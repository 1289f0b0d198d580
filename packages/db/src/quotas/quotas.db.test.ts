import { randomUUID } from "node:crypto";
import { NO_QUOTAS, type QuotaDefaults } from "@longhaul/domain";
import { claimOperation, patientLimits, trialWork, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cancelOperation,
  claimOperations,
  compactCounts,
  createBatch,
  createDb,
  createOperations,
  failOperation,
  listQuotas,
  releaseHeld,
  repairUsage,
  setQuotaLimits,
  type Db,
  type NewBatchOperation,
  type NewOperation,
  type Scope,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits(), poolSize: 20 });
});
afterAll(async () => db.close());

const newScope = (tenantId: string = randomUUID()): Scope => ({ tenantId, projectId: randomUUID() });
const newOperation = (scope: Scope): NewOperation => ({
  id: `op-${randomUUID()}`,
  ...scope,
  ...trialWork,
  cpuUnits: 0.5,
  createdBy: "ann",
});
const many = (count: number, scope: Scope): NewOperation[] => Array.from({ length: count }, () => newOperation(scope));
const batchOf = (scope: Scope, size: number) => ({
  ...scope,
  id: `batch-${randomUUID()}`,
  name: "b",
  failurePolicy: { stopOnFirstFailure: false, continueIndependentOperations: true, retryFailedOperations: false },
  createdBy: "ann",
  operations: many(size, scope).map(
    ({ tenantId: _t, projectId: _p, createdBy: _c, ...operation }, position): NewBatchOperation => ({
      ...operation,
      operationKey: `k${position}`,
      dependsOn: [],
      position,
    }),
  ),
});
const ofTenant = (queuedOperations: number): QuotaDefaults => ({ ...NO_QUOTAS, tenant: { queuedOperations } });
const ofProject = (queuedOperations: number): QuotaDefaults => ({ ...NO_QUOTAS, project: { queuedOperations } });

const used = async (scope: Scope): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await listQuotas(db, scope, NO_QUOTAS))
      .filter(({ quota }) => quota === "queuedOperations")
      .map((use) => [use.level, use.used]),
  );
const accepted = async (scope: Scope): Promise<number> => {
  const { rows } = await db.query<{ n: number }>("SELECT count(*) AS n FROM operations WHERE tenant_id = $1", [
    scope.tenantId,
  ]);
  return rows[0]?.n ?? -1;
};

const claimed = async (operationId: string, defaults: QuotaDefaults): Promise<number | null> => {
  const owned = await claimOperation(db, { operationId, executionId: "e", workerNode: "w", leaseMs: 60_000 }, defaults);
  return owned?.operation.epoch ?? null;
};
const countOf = async (scope: Scope, where: string): Promise<number> => {
  const text = `SELECT count(*) AS n FROM operations WHERE tenant_id = $1 AND ${where}`;
  return (await db.query<{ n: number }>(text, [scope.tenantId])).rows[0]?.n ?? -1;
};

describe.each([
  ["runningOperations", { ...NO_QUOTAS, tenant: { runningOperations: 3 } }],
  ["runningOperations of a project", { ...NO_QUOTAS, project: { runningOperations: 3 } }],
  ["cpuUnits", { ...NO_QUOTAS, tenant: { cpuUnits: 1.5 } }],
  ["both", { tenant: { runningOperations: 7, cpuUnits: 1.9 }, project: { runningOperations: 3 } }],
] satisfies [string, QuotaDefaults][])("the quota of %s", (_what, defaults) => {
  it("lets three run, holds the others, and lets one go on with each that ends, in their order", async () => {
    const scope = newScope();
    const operations = many(12, scope);
    const { created } = await createOperations(db, operations);
    const inOrder = operations
      .map(({ id }) => id)
      .toSorted((a, b) => (created.get(a)?.fairTag ?? 0) - (created.get(b)?.fairTag ?? 0));
    const epochs = new Map<string, number>();
    const claimAll = async (ids: readonly string[]): Promise<string[]> => {
      const outcomes = await Promise.all(ids.map(async (id) => [id, await claimed(id, defaults)] as const));
      return outcomes.flatMap(([id, epoch]) => {
        if (epoch !== null) epochs.set(id, epoch);
        return epoch === null ? [] : [id];
      });
    };
    let running = await claimAll(inOrder);
    expect(running).toHaveLength(3);
    expect(await countOf(scope, "status = 'Running'")).toBe(3);
    expect(await countOf(scope, "held_tag IS NOT NULL AND fair_tag = '-infinity'")).toBe(9);
    const held = inOrder.filter((id) => !epochs.has(id));
    expect(await releaseHeld(db, defaults)).toEqual([]);
    expect(await claimAll(held)).toEqual([]);
    // Those that wait for another attempt, or lost their worker, have their place.
    const [first = ""] = running;
    await db.query("UPDATE operations SET lease_until = NULL WHERE id = $1", [first]);
    expect(await claimAll([first])).toEqual([first]);
    while (held.length > 0) {
      const [ending = ""] = running;
      await failOperation(db, {
        operationId: ending,
        epoch: epochs.get(ending) ?? -1,
        error: { code: "X", message: "x" },
      });
      expect(await releaseHeld(db, defaults)).toEqual([held.shift()]);
      const ready = inOrder.filter((id) => !epochs.has(id)).slice(0, 1);
      running = [...running.slice(1), ...(await claimAll(ready))];
      expect(running).toHaveLength(3);
    }
    expect(await countOf(scope, "held_tag IS NOT NULL")).toBe(0);
  });
});

it("lets as many run as their CPU units fill a limit, though their sum in binary is a little more, and smaller ones in what one leaves", async () => {
  const scope = newScope();
  const operations = [0.1, 0.4, 0.1, 0.1].map((cpuUnits) => ({ ...newOperation(scope), cpuUnits }));
  await createOperations(db, operations);
  const claims = operations.map(({ id }) => ({ operationId: id, executionId: "e", workerNode: "w", leaseMs: 60_000 }));
  const outcomes = await claimOperations(db, claims, { ...NO_QUOTAS, tenant: { cpuUnits: 0.3 } });
  expect(outcomes.map((claim) => claim?.operation.cpuUnits ?? null)).toEqual([0.1, null, 0.1, 0.1]);
});

it("refuses an operation that needs more CPU units than its tenant may have at all, and takes others beside it", async () => {
  const scope = newScope();
  const large = { ...newOperation(scope), cpuUnits: 4 };
  const small = newOperation(scope);
  const two: QuotaDefaults = { ...NO_QUOTAS, tenant: { cpuUnits: 2 } };
  const { created, refused } = await createOperations(db, [large, small], two);
  expect([...created.keys()]).toEqual([small.id]);
  expect([...refused]).toEqual([[large.id, { quota: "cpuUnits", level: "tenant", limit: 2, used: 0, wanted: 4 }]]);
  const batch = batchOf(scope, 2);
  const operations = batch.operations.map((operation, n) => ({ ...operation, cpuUnits: n === 0 ? 1 : 3 }));
  await expect(db.withTransaction(async (tx) => createBatch(tx, { ...batch, operations }, two))).rejects.toMatchObject({
    code: "quota_exceeded",
    message:
      "this tenant may have 2 CPU units of running operations in all, and this alone is 3; ask for less, or have the limit raised",
  });
});

describe("what is used, by the counts", () => {
  it("is put right where it isn't what the ledger holds, also while that changes", async () => {
    const [scope, other] = [newScope(), newScope()];
    const operations = many(4, scope);
    await createOperations(db, operations);
    await createOperations(db, many(2, other));
    await claimed(operations[0]?.id ?? "", NO_QUOTAS);
    while ((await compactCounts(db, 1000)) > 0);
    expect(await repairUsage(db)).toBe(0);
    await db.query("UPDATE project_usage SET queued = queued + 7, artifact_bytes = 5 WHERE tenant_id = $1", [
      scope.tenantId,
    ]);
    await db.query("DELETE FROM project_usage WHERE tenant_id = $1", [other.tenantId]);
    const [wrong] = await Promise.all([
      repairUsage(db),
      ...operations.slice(1).map(async ({ id }) => claimed(id, NO_QUOTAS)),
      createOperations(db, many(3, scope)),
      compactCounts(db, 1000),
    ]);
    expect(wrong).toBe(2);
    expect(await repairUsage(db)).toBe(0);
    const all = await listQuotas(db, scope, NO_QUOTAS);
    const ofTenantNow = all.filter(({ level }) => level === "tenant").map(({ quota, used: n }) => [quota, n]);
    expect(ofTenantNow).toEqual(
      expect.arrayContaining([
        ["queuedOperations", 3],
        ["runningOperations", 4],
        ["cpuUnits", 2],
        ["artifactBytes", 0],
      ]),
    );
    expect(await used(other)).toEqual({ tenant: 2, project: 2 });
  });
});

describe("an operation that is held", () => {
  const one: QuotaDefaults = { ...NO_QUOTAS, tenant: { runningOperations: 1 } };

  it("is charged for nothing when it is cancelled, and holds nobody else's", async () => {
    const [scope, other] = [newScope(), newScope()];
    const [first, second, foreign] = [newOperation(scope), newOperation(scope), newOperation(other)];
    await createOperations(db, [first, second, foreign]);
    expect(await claimed(first.id, one)).toBe(1);
    expect(await claimed(second.id, one)).toBeNull();
    expect(await claimed(foreign.id, one)).toBe(1);
    const request = { operationId: second.id, cancelledBy: "ann", preservePartialResults: true };
    await cancelOperation(db, scope, { ...request, forceTermination: false, notifyCallbacks: false });
    const { rows } = await db.query("SELECT fair_tag > 0 AS placed, held_tag FROM operations WHERE id = $1", [
      second.id,
    ]);
    expect(rows).toEqual([{ placed: true, held_tag: null }]);
    expect(await releaseHeld(db, one)).toEqual([]);
  });

  it("goes on when the limit is raised", async () => {
    const scope = newScope();
    const operations = many(3, scope);
    await createOperations(db, operations);
    for (const { id } of operations) await claimed(id, one);
    expect(await countOf(scope, "held_tag IS NOT NULL")).toBe(2);
    await setQuotaLimits(db, scope, { level: "tenant", changes: { runningOperations: null }, changedBy: "op" });
    expect(await releaseHeld(db, one)).toHaveLength(2);
  });
});

describe("the quota of queued operations", () => {
  it.each([
    ["tenant", ofTenant],
    ["project", ofProject],
  ] as const)(
    "of a %s is never passed by requests at the same moment, and is used to its last",
    async (level, limit) => {
      const scope = newScope();
      const tries = Array.from({ length: 20 }, async (_, n) =>
        createOperations(db, many(1 + (n % 3), scope), limit(17)),
      );
      const outcomes = await Promise.all(tries);
      expect(outcomes.reduce((sum, { created }) => sum + created.size, 0)).toBe(17);
      expect(await accepted(scope)).toBe(17);
      expect(await used(scope)).toEqual({ tenant: 17, project: 17 });
      const [refusal] = outcomes.flatMap(({ refused }) => [...refused.values()]);
      expect(refusal).toMatchObject({ quota: "queuedOperations", level, limit: 17, wanted: 1 });
    },
  );

  it("of a tenant holds over its projects, in one statement too, and leaves other tenants alone", async () => {
    const [one, other] = [newScope(), newScope()];
    const second = newScope(one.tenantId);
    const mixed = [...many(2, one), ...many(3, other), ...many(2, second)];
    const { created, refused } = await createOperations(db, mixed, ofTenant(3));
    expect([created.size, refused.size]).toEqual([6, 1]);
    expect([await accepted(one), await accepted(other)]).toEqual([3, 3]);
    const { rows } = await db.query("SELECT 1 FROM phases WHERE operation_id = ANY ($1)", [[...refused.keys()]]);
    expect(rows).toEqual([]);
  });

  it("counts a batch as all its operations, and accepts it whole or not at all, whoever comes at the same moment", async () => {
    const scope = newScope();
    const tries = [
      ...Array.from({ length: 6 }, async () =>
        db.withTransaction(async (tx) => createBatch(tx, batchOf(scope, 4), ofTenant(10))),
      ),
      ...Array.from({ length: 6 }, async () => createOperations(db, many(1, scope), ofTenant(10))),
    ];
    const outcomes = await Promise.allSettled(tries);
    const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
    const refusal = expect.objectContaining({
      code: "quota_exceeded",
      details: expect.objectContaining({ limit: 10, wanted: 4 }),
    });
    expect(reasons).toEqual(reasons.map(() => refusal));
    expect(reasons.length).toBeGreaterThan(0);
    const count = await accepted(scope);
    expect(count).toBeLessThanOrEqual(10);
    expect(count).toBeGreaterThan(6);
    const { rows } = await db.query<{ n: number; total: number }>(
      `SELECT count(o.id) AS n, b.total_count AS total FROM batches b LEFT JOIN operations o ON o.batch_id = b.id
       WHERE b.tenant_id = $1 GROUP BY b.id`,
      [scope.tenantId],
    );
    expect(rows.every(({ n, total }) => n === total)).toBe(true);
    const tooLarge = db.withTransaction(async (tx) => createBatch(tx, batchOf(newScope(), 11), ofTenant(10)));
    await expect(tooLarge).rejects.toMatchObject({ details: { limit: 10, used: 0, wanted: 11 } });
  });

  it("is given back when an operation starts, fails or is cancelled, whether counts were folded or not", async () => {
    const scope = newScope();
    const operations = many(6, scope);
    await createOperations(db, operations, ofTenant(6));
    expect((await createOperations(db, many(1, scope), ofTenant(6))).refused.size).toBe(1);
    const [first, second, third] = operations.map(({ id }) => id);
    expect(await claimed(first ?? "", ofTenant(6))).toBe(1);
    expect(await used(scope)).toEqual({ tenant: 5, project: 5 });
    expect((await createOperations(db, many(2, scope), ofTenant(6))).created.size).toBe(1);
    await failOperation(db, { operationId: second ?? "", epoch: 0, error: { code: "X", message: "x" } });
    await cancelOperation(db, scope, {
      operationId: third ?? "",
      cancelledBy: "ann",
      preservePartialResults: true,
      forceTermination: false,
      notifyCallbacks: false,
    });
    const before = await used(scope);
    while ((await compactCounts(db, 1000)) > 0);
    expect(await used(scope)).toEqual(before);
    const { rows } = await db.query<{ n: number }>(
      "SELECT count(*) AS n FROM operations WHERE tenant_id = $1 AND status = 'Initiated'",
      [scope.tenantId],
    );
    expect(before).toEqual({ tenant: rows[0]?.n, project: rows[0]?.n });
    expect(before["tenant"]).toBe(4);
  });

  it("is the tenant's own where one is set, be it none, and the default again when that is requested", async () => {
    const scope = newScope();
    const set = async (most: number | "default" | null): Promise<void> =>
      setQuotaLimits(db, scope, { level: "tenant", changes: { queuedOperations: most }, changedBy: "op" });
    const room = async (): Promise<number> => (await createOperations(db, many(3, scope), ofTenant(1))).created.size;
    await set(2);
    expect(await room()).toBe(2);
    await set(null);
    expect(await room()).toBe(3);
    await set("default");
    expect(await room()).toBe(0);
    await set(0);
    expect(await listQuotas(db, scope, ofProject(9))).toEqual(
      expect.arrayContaining([
        { quota: "queuedOperations", level: "tenant", limit: 0, used: 5, isOwn: true },
        { quota: "queuedOperations", level: "project", limit: 9, used: 5, isOwn: false },
      ]),
    );
  });

  it("is as exact far below a large limit, where requests don't wait for each other", async () => {
    const scope = newScope();
    const far = ofTenant(100_000);
    await Promise.all(Array.from({ length: 10 }, async () => createOperations(db, many(5, scope), far)));
    expect(await used(scope)).toEqual({ tenant: 50, project: 50 });
    await db.query(
      "INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n) VALUES ($1, $2, now(), 'T', 'Low', 'Initiated', $3)",
      [scope.tenantId, scope.projectId, 99_945],
    );
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, async () => createOperations(db, many(1, scope), far)),
    );
    expect(outcomes.reduce((sum, { created }) => sum + created.size, 0)).toBe(5);
  });
});
