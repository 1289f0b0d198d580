import { findDatasetFiles, findOperationsWithFiles, type DatasetFiles, type Sql } from "@longhaul/db";
import type { BlobStore } from "@longhaul/storage";

/** What is younger may belong to work that isn't in the ledger yet: an operation may take seven days. */
const MIN_AGE_MS = 8 * 86_400_000;

/** Owners that one query asks for. */
const TOGETHER = 200;

/** Most files that one sweep deletes; the next goes on. */
const MAX_DELETED = 10_000;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Deletes files in storage that nothing in the ledger leads to any more: of uploads whose process was killed before their row
 * was written, of deletions and expiries that were interrupted, of earlier attempts at an import, and of uploads that couldn't
 * be read. Whatever it doesn't understand it leaves alone.
 * @returns how many files it deleted
 */
export async function sweepOrphans(sql: Sql, storage: BlobStore, now: Date): Promise<number> {
  const oldest = now.getTime() - MIN_AGE_MS;
  let deleted = 0;
  for (const kind of ["datasets", "operations"] as const) {
    let owners = new Map<string, string[]>();
    const settle = async (): Promise<void> => {
      const orphans =
        kind === "datasets" ? await orphansOfDatasets(sql, owners) : await orphansOfOperations(sql, owners);
      owners = new Map();
      for (const key of orphans.slice(0, MAX_DELETED - deleted)) {
        await storage.delete(key);
        deleted++;
      }
    };
    for await (const { key, modifiedAt } of storage.list(kind)) {
      if (modifiedAt === null || modifiedAt.getTime() > oldest) continue;
      const [, , owner] = key.split("/");
      if (owner === undefined) continue;
      owners.set(owner, [...(owners.get(owner) ?? []), key]);
      if (owners.size >= TOGETHER) await settle();
      if (deleted >= MAX_DELETED) return deleted;
    }
    if (owners.size > 0) await settle();
  }
  return deleted;
}

type Owners = ReadonlyMap<string, readonly string[]>;

async function orphansOfDatasets(sql: Sql, owners: Owners): Promise<string[]> {
  const known = [...owners].filter(([id]) => UUID.test(id));
  const rows = await findDatasetFiles(
    sql,
    known.map(([id]) => id),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return known.flatMap(([id, keys]) => keys.filter((key) => isOrphan(key, byId.get(id))));
}

function isOrphan(key: string, dataset: DatasetFiles | undefined): boolean {
  if (dataset === undefined) return true;
  if (dataset.status === "Importing") return false;
  const [, , , part = ""] = key.split("/");
  if (part === "source") return dataset.status === "Failed";
  const attempt = /^e(?<epoch>\d+)$/.exec(part)?.groups?.["epoch"];
  const inUse = dataset.tableKey?.split("/")[3];
  return attempt !== undefined && part !== inUse && Number(attempt) < dataset.epoch;
}

async function orphansOfOperations(sql: Sql, owners: Owners): Promise<string[]> {
  const known = [...owners].filter(([id]) => UUID.test(id.slice(-36)));
  const kept = new Set(
    await findOperationsWithFiles(
      sql,
      known.map(([id]) => id),
    ),
  );
  return known.flatMap(([id, keys]) => (kept.has(id) ? [] : keys));
}
