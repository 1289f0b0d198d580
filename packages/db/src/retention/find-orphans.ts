import { toGuid } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { findDatasetFiles, findOperationsWithFiles, type DatasetFiles } from "./find-kept-blobs.ts";

/**
 * Of blobs by their keys, those that nothing in the ledger leads to: of uploads whose process was killed before their row was
 * written, of deletions and expiries that were interrupted, of earlier attempts at an import, and of uploads that couldn't be
 * read. Those of work under way count as led to, and so does whatever isn't understood.
 */
export async function findOrphans(sql: Sql, keys: readonly string[]): Promise<string[]> {
  const owners = { datasets: new Map<string, string[]>(), operations: new Map<string, string[]>() };
  for (const key of keys) {
    const [kind, , owner] = key.split("/");
    if (owner === undefined || (kind !== "datasets" && kind !== "operations")) continue;
    const known = owners[kind].get(owner);
    if (known === undefined) owners[kind].set(owner, [key]);
    else known.push(key);
  }
  return [...(await orphansOfDatasets(sql, owners.datasets)), ...(await orphansOfOperations(sql, owners.operations))];
}

type Owners = ReadonlyMap<string, readonly string[]>;

async function orphansOfDatasets(sql: Sql, owners: Owners): Promise<string[]> {
  const known = [...owners].filter(([id]) => toGuid(id) === id);
  if (known.length === 0) return [];
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
  if (part === "source") return dataset.status === "Failed" || dataset.status === "Cancelled";
  const attempt = /^e(?<epoch>\d+)$/.exec(part)?.groups?.["epoch"];
  const inUse = dataset.tableKey?.split("/")[3];
  return attempt !== undefined && part !== inUse && Number(attempt) < dataset.epoch;
}

async function orphansOfOperations(sql: Sql, owners: Owners): Promise<string[]> {
  const known = [...owners].filter(([id]) => toGuid(id.slice(-36)) === id.slice(-36));
  if (known.length === 0) return [];
  const kept = new Set(
    await findOperationsWithFiles(
      sql,
      known.map(([id]) => id),
    ),
  );
  return known.flatMap(([id, keys]) => (kept.has(id) ? [] : keys));
}
