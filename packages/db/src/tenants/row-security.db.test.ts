import { randomUUID } from "node:crypto";
import { patientLimits, useTestDatabase, trialOperation } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asTenants, createDb, createOperations, findStatuses, listDatasets, type Db } from "../index.ts";

const database = useTestDatabase();
let admin: Db;
/** One connection, so that what a statement leaves behind would meet the next. */
let api: Db;

beforeAll(() => {
  admin = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
  api = createDb({ databaseUrl: database.url, applicationName: "test-api", role: "longhaul_api", poolSize: 1 });
});
afterAll(async () => Promise.all([admin.close(), api.close()]));

const [ann, bob] = [
  { tenantId: randomUUID(), projectId: randomUUID() },
  { tenantId: randomUUID(), projectId: randomUUID() },
];

const ALL = { name: "all-operations", text: "SELECT DISTINCT tenant_id FROM operations" };
const seen = async (tenantIds: readonly string[]): Promise<unknown[]> => {
  const { rows } = await asTenants(tenantIds, async () => api.query<{ tenant_id: string }>(ALL));
  return rows.map((row) => row.tenant_id).toSorted();
};

describe("a statement that forgets to ask for its tenant's rows alone", () => {
  const [own, other] = [trialOperation(ann), trialOperation(bob)];

  beforeAll(async () => {
    // What several tenants send at a time is written by one statement.
    await asTenants([ann.tenantId, bob.tenantId], async () => createOperations(api, [own, other]));
    await admin.query(
      `INSERT INTO datasets (id, tenant_id, project_id, name, status, file_name, mapping, created_by)
       SELECT gen_random_uuid(), t, $2, 'log', 'Ready', 'log.csv', '{}', 'ann' FROM unnest($1::uuid[]) AS t`,
      [[ann.tenantId, bob.tenantId], ann.projectId],
    );
  });

  it("reads none of another tenant", async () => {
    expect((await admin.query(ALL)).rows).toHaveLength(2);
    expect(await seen([ann.tenantId])).toEqual([ann.tenantId]);
    expect(await seen([bob.tenantId])).toEqual([bob.tenantId]);
    expect(await seen([ann.tenantId, bob.tenantId])).toEqual([ann.tenantId, bob.tenantId].toSorted());
  });

  it("reads nothing where nobody said whose work it is, also behind one that did", async () => {
    expect(await seen([ann.tenantId])).toHaveLength(1);
    expect((await api.query(ALL)).rows).toEqual([]);
    expect(await seen([])).toEqual([]);
  });

  it("keeps to its tenant however many others wait for the same connection", async () => {
    const turns = Array.from({ length: 20 }, (_, idx) => (idx % 2 === 0 ? ann : bob).tenantId);
    const found = await Promise.all(turns.map(async (tenantId) => seen([tenantId])));
    expect(found).toEqual(turns.map((tenantId) => [tenantId]));
  });

  it("is held to it in transactions, with a time limit, and by Prisma", async () => {
    const inTransaction = async (): Promise<unknown> => api.withTransaction(async (tx) => (await tx.query(ALL)).rows);
    expect(await asTenants([ann.tenantId], inTransaction)).toEqual([{ tenant_id: ann.tenantId }]);
    const limited = async () => api.withStatementLimit(10_000).query(ALL);
    expect((await asTenants([bob.tenantId], limited)).rows).toEqual([{ tenant_id: bob.tenantId }]);
    const { datasets } = await asTenants([bob.tenantId], async () => listDatasets(api, ann, { size: 10, offset: 0 }));
    expect(datasets).toEqual([]);
    const [unseen, found] = await asTenants([bob.tenantId], async () =>
      findStatuses(api, [
        { scope: ann, operationId: own.id },
        { scope: bob, operationId: other.id },
      ]),
    );
    expect([unseen, found?.operation.id]).toEqual([null, other.id]);
  });

  it("changes and deletes none of another tenant, and can't write in its name", async () => {
    const changed = async () => api.query("UPDATE operations SET name = 'theirs' WHERE id = $1", [other.id]);
    const deleted = async () => api.query("DELETE FROM datasets");
    expect((await asTenants([ann.tenantId], changed)).rowCount).toBe(0);
    expect((await asTenants([ann.tenantId], deleted)).rowCount).toBe(1);
    expect((await admin.query("SELECT tenant_id FROM datasets")).rows).toEqual([{ tenant_id: bob.tenantId }]);
    const forged = asTenants([ann.tenantId], async () => createOperations(api, [trialOperation(bob)]));
    await expect(forged).rejects.toThrow("row-level security");
    const moved = async () => api.query("UPDATE operations SET tenant_id = $2 WHERE id = $1", [own.id, bob.tenantId]);
    await expect(asTenants([ann.tenantId], moved)).rejects.toThrow("row-level security");
  });

  it("goes wrong by itself, and the connection names tenants after it as before", async () => {
    await expect(asTenants([ann.tenantId], async () => api.query("SELECT 1 / $1::int", [0]))).rejects.toThrow("zero");
    await expect(asTenants(["'"], async () => api.query(ALL))).rejects.toThrow("UUID");
    await expect(asTenants(["'"], async () => api.withTransaction(async (tx) => tx.query(ALL)))).rejects.toThrow(
      "UUID",
    );
    expect(await seen([bob.tenantId])).toEqual([bob.tenantId]);
  });
});
