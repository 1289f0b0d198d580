import { randomUUID } from "node:crypto";
import { NO_QUOTAS } from "@longhaul/domain";
import { useTestDatabase, patientLimits } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDataset, createDb, findDataset, requestExport, type DatasetRecord, type Db } from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(async () => db.close());

/** A dataset of a tenant of its own, with a table of 1,000 bytes. */
async function ready(): Promise<DatasetRecord> {
  const [id, scope] = [randomUUID(), { tenantId: randomUUID(), projectId: randomUUID() }];
  const file = { fileName: "log.csv", mapping: {}, sourceKey: id, sourceUrl: "https://example.com/log.csv" };
  await createDataset(db, { id, ...scope, ...file, name: "log", createdBy: "tester" });
  await db.query("UPDATE datasets SET status = 'Ready', table_key = 'k', table_bytes = 1000 WHERE id = $1", [id]);
  const dataset = await findDataset(db, scope, id);
  if (dataset === null) throw new Error("no dataset");
  return dataset;
}

it("costs a tenant nothing more when a finished export is asked for again", async () => {
  const version = await ready();
  const charges = async (): Promise<number | undefined> =>
    (await db.query<{ n: number }>("SELECT count(*) AS n FROM fair_charges")).rows[0]?.n;
  const exportId = randomUUID();
  const ask = async () => requestExport(db, { id: exportId, version, format: "csv", createdBy: "ann" }, 5);
  const before = Number(await charges());
  expect(await ask()).toMatchObject({ status: "Importing" });
  expect(await charges()).toBe(before + 1);
  expect(await ask()).toMatchObject({ id: exportId });
  expect(await charges()).toBe(before + 1);
});

it("limits the exports of a tenant, also of those that are requested at the same moment, by number and by bytes", async () => {
  const version = await ready();
  const ask = async (most: number, defaults = NO_QUOTAS) =>
    requestExport(db, { id: randomUUID(), version, format: "csv", createdBy: "ann" }, most, defaults);
  const begun = await Promise.all(Array.from({ length: 12 }, async () => ask(3)));
  expect(begun.filter((one) => one !== null)).toHaveLength(3);
  // The dataset's table and three exports.
  const limit = (datasetBytes: number) => ({ tenant: { datasetBytes }, project: {} });
  await expect(ask(9, limit(4900))).rejects.toMatchObject({
    details: { quota: "datasetBytes", limit: 4900, used: 4000, wanted: 1000 },
  });
  expect(await ask(9, limit(5000))).not.toBeNull();
});
