import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { createDataset, createDb, createOperation, type Db } from "@longhaul/db";
import { openBlobStore, type BlobStore } from "@longhaul/storage";
import { useTestDatabase, patientLimits, trialWork } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sweepOrphans } from "./sweep-orphans.ts";

const database = useTestDatabase();
const scope = { tenantId: randomUUID(), projectId: randomUUID() };
let db: Db;
let folder: string;
let storage: BlobStore;
beforeAll(async () => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
  folder = await mkdtemp(join(tmpdir(), "longhaul-orphans-"));
  storage = openBlobStore(pathToFileURL(folder).href);
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const DAY_MS = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);
const put = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await storage.put(key, Readable.from([Buffer.from(key)]));
};
const kept = async (prefix: string): Promise<string[]> =>
  (await Array.fromAsync(storage.list(prefix))).map(({ key }) => key.slice(prefix.length + 1)).toSorted();

async function dataset(columns: Record<string, unknown>): Promise<string> {
  const id = randomUUID();
  const file = {
    name: "n",
    fileName: "n.csv",
    mapping: {},
    sourceKey: "s",
    sha256: "0",
    sizeBytes: 1,
    createdBy: "ann",
  };
  await createDataset(db, { id, ...scope, ...file });
  for (const [column, value] of Object.entries(columns))
    await db.query(`UPDATE datasets SET ${column} = $2 WHERE id = $1`, [id, value]);
  return id;
}

async function operation(id: string, isExpired: boolean): Promise<void> {
  await createOperation(db, {
    id,
    ...scope,
    ...trialWork,
    createdBy: "ann",
  });
  if (isExpired) await db.query("UPDATE operations SET expired_at = now() WHERE id = $1", [id]);
}

it("files of datasets go when nothing leads to them any more, and only those", async () => {
  const of = (id: string): string => `datasets/${scope.tenantId}/${id}`;
  const tableOf = (id: string, epoch: number): string => `${of(id)}/e${epoch}/table.parquet`;
  const unknown = randomUUID();
  const deleted = await dataset({ status: "Ready", deleted_at: new Date() });
  const failed = await dataset({ status: "Failed", epoch: 1 });
  const importing = await dataset({ epoch: 3 });
  const ready = await dataset({ status: "Ready", epoch: 3 });
  await db.query("UPDATE datasets SET table_key = $2 WHERE id = $1", [ready, tableOf(ready, 3)]);
  // Made by an operation, whose epoch is in the key.
  const derived = await dataset({ status: "Ready", epoch: 0 });
  await db.query("UPDATE datasets SET table_key = $2 WHERE id = $1", [derived, tableOf(derived, 7)]);
  const all = [unknown, deleted, failed, importing, ready, derived];
  for (const id of all) await put(`${of(id)}/source`, tableOf(id, 1), tableOf(id, 3), tableOf(id, 7));
  await put(`datasets/${scope.tenantId}/notes.txt`, "settings/kept");

  expect(await sweepOrphans(db, storage, inDays(7))).toBe(0);
  await sweepOrphans(db, storage, inDays(9));
  const everything = ["e1/table.parquet", "e3/table.parquet", "e7/table.parquet", "source"];
  expect(await kept(of(unknown))).toEqual([]);
  expect(await kept(of(deleted))).toEqual([]);
  expect(await kept(of(failed))).toEqual(["e1/table.parquet", "e3/table.parquet", "e7/table.parquet"]);
  expect(await kept(of(importing))).toEqual(everything);
  expect(await kept(of(ready))).toEqual(["e3/table.parquet", "e7/table.parquet", "source"]);
  expect(await kept(of(derived))).toEqual(everything);
  expect(await storage.head(`datasets/${scope.tenantId}/notes.txt`)).not.toBeNull();
  expect(await storage.head("settings/kept")).not.toBeNull();
  expect(await sweepOrphans(db, storage, inDays(9))).toBe(0);
});

it("files of operations go when their chain of retries has expired or is forgotten, and not before", async () => {
  const of = (id: string): string => `operations/${scope.tenantId}/${id}`;
  const [live, forgotten, expired, shared] = Array.from({ length: 4 }, () => randomUUID());
  await operation(`op-${live}`, false);
  await operation(`op-prep-${expired}`, true);
  // The first of the chain is forgotten; its retry reads its files.
  await operation(`op-retry-${shared}`, false);
  const ids = [`op-${live}`, `op-${forgotten}`, `op-prep-${expired}`, `op-${shared}`, `op-retry-${shared}`];
  for (const id of ids) await put(`${of(id)}/e1/p0/artifacts/a.txt`);
  await put(`operations/${scope.tenantId}/by-hand/a.txt`);

  expect(await sweepOrphans(db, storage, inDays(7))).toBe(0);
  expect(await sweepOrphans(db, storage, inDays(9))).toBe(2);
  const left = await Promise.all(ids.map(async (id) => (await kept(of(id))).length));
  expect(left).toEqual([1, 0, 0, 1, 1]);
  expect(await storage.head(`operations/${scope.tenantId}/by-hand/a.txt`)).not.toBeNull();
});
