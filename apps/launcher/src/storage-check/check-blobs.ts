import { createHash } from "node:crypto";
import { findOrphans, listNamedBlobs, type NamedBlob, type Sql } from "@longhaul/db";
import { BlobNotFoundError, type BlobStore } from "@longhaul/storage";

/** A blob that differs from what a row of the ledger says. */
export interface BlobFault {
  readonly key: string;
  readonly namedBy: string;
  readonly problem: "missing" | "other-size" | "other-bytes";
}

/** A blob that no row names. */
export interface OrphanedBlob {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: string | null;
}

/** Result of comparing ledger and storage. */
export interface StorageReport {
  readonly consistent: boolean;
  readonly named: number;
  readonly stored: { readonly blobs: number; readonly bytes: number };
  readonly faults: readonly BlobFault[];
  readonly orphans: { readonly blobs: number; readonly bytes: number; readonly examples: readonly OrphanedBlob[] };
}

const AT_ONCE = 16;
const TOGETHER = 1_000;
/** Limit of orphans that are listed. */
const MOST_EXAMPLES = 1_000;

/**
 * Compares the blobs that rows name with the stored blobs, in both directions. It changes nothing. It checks every finding a second
 * time, so that it doesn't report blobs that came or went meanwhile.
 * @param isThorough whether to read each blob and compare its hash, when the row has one
 */
export async function checkBlobs(sql: Sql, storage: BlobStore, isThorough: boolean): Promise<StorageReport> {
  const stored = { blobs: 0, bytes: 0 };
  const orphans = new Map<string, OrphanedBlob>();
  const total = { blobs: 0, bytes: 0 };
  let page: { readonly key: string; readonly sizeBytes: number; readonly modifiedAt: Date | null }[] = [];
  const settle = async (): Promise<void> => {
    const unknown = new Set(
      await findOrphans(
        sql,
        page.map(({ key }) => key),
      ),
    );
    for (const { key, sizeBytes, modifiedAt } of page) {
      if (!unknown.has(key)) continue;
      total.blobs++;
      total.bytes += sizeBytes;
      if (orphans.size < MOST_EXAMPLES)
        orphans.set(key, { key, sizeBytes, modifiedAt: modifiedAt?.toISOString() ?? null });
    }
    page = [];
  };
  for (const kind of ["datasets", "operations"]) {
    for await (const blob of storage.list(kind)) {
      stored.blobs++;
      stored.bytes += blob.sizeBytes;
      page.push(blob);
      if (page.length >= TOGETHER) await settle();
    }
  }
  await settle();
  const { named, faults } = await checkNamed(sql, storage, isThorough);
  const examples = [...orphans.values()];
  return { consistent: faults.length === 0, named, stored, faults, orphans: { ...total, examples } };
}

async function checkNamed(
  sql: Sql,
  storage: BlobStore,
  isThorough: boolean,
): Promise<{ readonly named: number; readonly faults: BlobFault[] }> {
  let named = 0;
  const suspects: NamedBlob[] = [];
  for await (const blobs of listNamedBlobs(sql)) {
    named += blobs.length;
    for (let start = 0; start < blobs.length; start += AT_ONCE) {
      const some = blobs.slice(start, start + AT_ONCE);
      const problems = await Promise.all(some.map((blob) => judge(storage, blob, isThorough)));
      suspects.push(...some.filter((_, at) => problems[at] !== null));
    }
  }
  if (suspects.length === 0) return { named, faults: [] };
  // A row that was deleted meanwhile has lost its blob rightly.
  const keys = new Set(suspects.map(({ key }) => key));
  const faults: BlobFault[] = [];
  for await (const blobs of listNamedBlobs(sql)) {
    for (const blob of blobs) {
      const problem = keys.has(blob.key) ? await judge(storage, blob, isThorough) : null;
      if (problem !== null) faults.push({ key: blob.key, namedBy: blob.namedBy, problem });
    }
  }
  return { named, faults };
}

async function judge(
  storage: BlobStore,
  { key, sizeBytes, sha256 }: NamedBlob,
  isThorough: boolean,
): Promise<BlobFault["problem"] | null> {
  const info = await storage.head(key);
  if (info === null) return "missing";
  if (sizeBytes !== null && info.sizeBytes !== sizeBytes) return "other-size";
  if (!isThorough || sha256 === null) return null;
  try {
    const hash = createHash("sha256");
    for await (const chunk of (await storage.get(key)).stream) hash.update(chunk as Buffer);
    return hash.digest("hex") === sha256 ? null : "other-bytes";
  } catch (err) {
    if (err instanceof BlobNotFoundError) return "missing";
    throw err;
  }
}
