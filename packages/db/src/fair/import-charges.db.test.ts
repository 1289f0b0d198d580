import { randomUUID } from "node:crypto";
import { useTestDatabase, patientLimits } from "@longhaul/testing";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  cancelImport,
  claimDataset,
  createDataset,
  createDb,
  deleteDataset,
  failImport,
  listWaitingDatasets,
  recordImportProgress,
  turnFairOrder,
  type Db,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(async () => db.close());
beforeEach(async () => {
  await db.query("DELETE FROM datasets");
  await db.query("DELETE FROM fair_charges");
  await db.query("DELETE FROM fair_tenants");
  await db.query("UPDATE fair_classes SET virtual_time = 0, passed = 0");
});

const newTenant = () => ({ tenantId: randomUUID(), projectId: randomUUID() });
type Tenant = ReturnType<typeof newTenant>;

/** Names a file elsewhere, of a size that nobody knows yet. */
async function importUrl(tenant: Tenant): Promise<string> {
  const id = randomUUID();
  const file = { fileName: "log.csv", mapping: {}, sourceKey: id, sourceUrl: "https://example.com/log.csv" };
  await createDataset(db, { id, ...tenant, ...file, name: "log", createdBy: "tester" });
  return id;
}
const importMany = async (tenant: Tenant, count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await importUrl(tenant));
  return ids;
};
const turn = async (): Promise<unknown> => turnFairOrder(db, { High: 60, Normal: 180, Low: 300 });
const waiting = async (): Promise<string[]> =>
  (await listWaitingDatasets(db, { minAgeMs: -60_000, limit: 100 })).map(({ id }) => id);
const passed = async (): Promise<number | undefined> =>
  (await db.query<{ passed: number }>("SELECT passed FROM fair_classes WHERE priority = 'Import'")).rows[0]?.passed;

it.each([
  ["cancelled", async (tenant: Tenant, versionId: string) => cancelImport(db, tenant, { versionId, cancelledBy: "x" })],
  ["deleted", async (tenant: Tenant, id: string) => deleteDataset(db, tenant, id)],
])("costs a tenant nothing that no worker ever had and that was %s", async (_how, giveUp) => {
  const [clumsy, other] = [newTenant(), newTenant()];
  const mistaken = await importMany(clumsy, 20);
  const others = await importMany(other, 5);
  await turn();
  for (const id of mistaken) expect(await giveUp(clumsy, id)).not.toBeNull();
  await turn();
  const own = await importUrl(clumsy);
  const order = await waiting();
  expect(order).toHaveLength(others.length + 1);
  expect(order.indexOf(own)).toBeLessThanOrEqual(1);
  // What never ran moves nobody on.
  expect(await passed()).toBe(0);
});

it("costs a tenant what it was charged when a worker had it", async () => {
  const [tenant, other] = [newTenant(), newTenant()];
  const [begun] = await importMany(tenant, 1);
  await importMany(other, 5);
  await claimDataset(db, { datasetId: begun ?? "", leaseMs: 60_000 });
  await turn();
  await cancelImport(db, tenant, { versionId: begun ?? "", cancelledBy: "x" });
  await turn();
  const own = await importUrl(tenant);
  expect((await waiting()).indexOf(own)).toBeGreaterThanOrEqual(1);
  expect(await passed()).toBeGreaterThan(0);
});

it("costs a tenant the time that workers had it, whatever its size let expect", async () => {
  const [packed, other] = [newTenant(), newTenant()];
  const upload = async (tenant: Tenant, sizeBytes: number): Promise<string> => {
    const id = randomUUID();
    const file = { fileName: "log.csv", mapping: {}, sourceKey: id, sizeBytes, name: "log", createdBy: "tester" };
    await createDataset(db, { id, ...tenant, ...file });
    return id;
  };
  const read = async (datasetId: string, usedSec: number): Promise<void> => {
    await claimDataset(db, { datasetId, leaseMs: 60_000 });
    const report = { datasetId, epoch: 1, leaseMs: 60_000, fraction: 0.5 };
    for (let lap = 0; lap < 3; lap++) await recordImportProgress(db, { ...report, usedSec: usedSec / 4 });
    await failImport(db, { datasetId, epoch: 1, usedSec: usedSec / 4 }, { code: "Unreadable", message: "no log" });
    await turn();
  };
  const last = async ({ tenantId }: Tenant): Promise<number> =>
    (await db.query<{ tag: number }>("SELECT last_tag AS tag FROM fair_tenants WHERE tenant_id = $1", [tenantId]))
      .rows[0]?.tag ?? 0;
  // Others wait, so that the order doesn't move past them.
  await importMany(other, 1);
  const [small, large] = [await upload(packed, 1000), await upload(other, 5e9)];
  await turn();
  const before = await last(other);
  await read(small, 300);
  expect(await last(packed)).toBeCloseTo(300_000, -1);
  await read(large, 2);
  expect(await last(other)).toBeCloseTo(before - 98_000, -1);
});
