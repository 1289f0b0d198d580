import { findOrphans, type Sql } from "@longhaul/db";
import type { BlobStore } from "@longhaul/storage";

/** What is younger may belong to work that isn't in the ledger yet: an operation may take seven days. */
const MIN_AGE_MS = 8 * 86_400_000;

/** Files that one query checks. */
const TOGETHER = 1_000;

/** Most files that one sweep deletes; the next goes on. */
const MAX_DELETED = 10_000;

/**
 * Deletes files in storage that nothing in the ledger leads to any more. Whatever it doesn't understand it leaves alone.
 * @returns how many files it deleted
 */
export async function sweepOrphans(sql: Sql, storage: BlobStore, now: Date): Promise<number> {
  const oldest = now.getTime() - MIN_AGE_MS;
  let deleted = 0;
  let keys: string[] = [];
  const settle = async (): Promise<void> => {
    const orphans = await findOrphans(sql, keys);
    keys = [];
    for (const key of orphans.slice(0, MAX_DELETED - deleted)) {
      await storage.delete(key);
      deleted++;
    }
  };
  for (const kind of ["datasets", "operations"]) {
    for await (const { key, modifiedAt } of storage.list(kind)) {
      if (modifiedAt === null || modifiedAt.getTime() > oldest) continue;
      keys.push(key);
      if (keys.length >= TOGETHER) await settle();
      if (deleted >= MAX_DELETED) return deleted;
    }
  }
  await settle();
  return deleted;
}
