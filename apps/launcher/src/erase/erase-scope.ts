import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import {
  countScopeRows,
  eraseOwners,
  eraseRows,
  listFileOwners,
  stopScope,
  writeAudit,
  type AuditBody,
  type ErasedScope,
  type FileOwner,
  type Sql,
} from "@longhaul/db";
import { jobCatalog, type Queues } from "@longhaul/queue";
import type { BlobStore } from "@longhaul/storage";

export interface ErasureStores {
  readonly sql: Sql;
  readonly storage: BlobStore;
  readonly queues: Pick<Queues, "removeJobs">;
}

/** What was removed, and what a check afterwards still found. */
export interface ErasureProof {
  /** Id of the entry in the tenant's audit log. */
  readonly auditId: string;
  readonly tenantId: string;
  readonly projectId: string | null;
  readonly begunAt: string;
  readonly endedAt: string;
  /** Operations and imports that were under way, and were ended. */
  readonly stopped: number;
  readonly removed: { readonly rows: Readonly<Record<string, number>>; readonly blobs: number; readonly bytes: number };
  /** What is left; the erasure is complete when all of it is 0. */
  readonly left: { readonly rows: Readonly<Record<string, number>>; readonly blobs: number; readonly jobs: number };
  readonly complete: boolean;
}

/** Operations and datasets that are erased together. */
const TOGETHER = 100;
const FOLDERS_AT_ONCE = 8;
/** Processes may still write, and counts may be folded meanwhile, so the erasure repeats. */
const PASSES = 5;
/** Earlier runs of an operation whose jobs may still be listed. */
const EARLIER_EPOCHS = 20;
const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * Deletes all data of a tenant, or of one project: rows, files and jobs; what is under way is ended first. Blobs go before the rows
 * that lead to them, so that a second erasure completes one that was cut off. The audit log is kept, and
 * gets an entry about the erasure.
 */
export async function eraseScope(stores: ErasureStores, scope: ErasedScope, now: () => Date): Promise<ErasureProof> {
  const { sql, storage } = stores;
  const begunAt = now().toISOString();
  const auditId = randomUUID();
  const note = async (outcome: AuditBody["outcome"], target: AuditBody["target"], hasEnded: boolean): Promise<void> =>
    writeAudit(sql, [
      { id: auditId, tenantId: scope.tenantId, body: { ...describe(scope), outcome, target }, hasEnded },
    ]);
  await note("unknown", {}, false);

  const rows = new Map<string, number>();
  const blobs = { blobs: 0, bytes: 0 };
  const folders = new Set<string>();
  const jobs = new Map<FileOwner["kind"] | "gates", Set<string>>([
    ["operations", new Set()],
    ["datasets", new Set()],
    ["gates", new Set()],
  ]);
  const add = (counts: Readonly<Record<string, number>>): void => {
    for (const [table, n] of Object.entries(counts)) if (n > 0) rows.set(table, (rows.get(table) ?? 0) + n);
  };
  const empty = async (names: readonly string[]): Promise<void> => {
    for (let start = 0; start < names.length; start += FOLDERS_AT_ONCE) {
      for (const gone of await Promise.all(
        names.slice(start, start + FOLDERS_AT_ONCE).map((name) => emptyFolder(storage, name)),
      )) {
        blobs.blobs += gone.blobs;
        blobs.bytes += gone.bytes;
      }
    }
  };

  let stopped = 0;
  let left: ErasureProof["left"];
  let pass = 0;
  do {
    stopped += await stopScope(sql, scope);
    for (;;) {
      const owners = await listFileOwners(sql, scope, TOGETHER);
      if (owners.length === 0) break;
      const names = owners.map(({ kind, tenantId, id }) => `${kind}/${tenantId}/${id}`);
      names.forEach((name) => folders.add(name));
      for (const owner of owners) noteJobs(jobs, owner);
      await empty(names);
      add(await eraseOwners(sql, owners));
    }
    add(await eraseRows(sql, scope));
    await empty(foldersOf(scope, folders));
    for (const [queueName, ids] of jobs) await stores.queues.removeJobs(queueName, [...ids]);
    left = await lookFor(stores, scope, folders, jobs);
    pass++;
  } while (pass < PASSES && isAnyLeft(left));
  const isComplete = !isAnyLeft(left);
  const sum = [...rows.values()].reduce((all, n) => all + n, 0);
  const figures = { rows: String(sum), blobs: String(blobs.blobs), bytes: String(blobs.bytes) };
  await note(isComplete ? "done" : "failed", figures, true);
  return {
    auditId,
    ...scope,
    begunAt,
    endedAt: now().toISOString(),
    stopped,
    removed: { rows: Object.fromEntries(rows), ...blobs },
    left,
    complete: isComplete,
  };
}

const isAnyLeft = ({ rows, blobs, jobs }: ErasureProof["left"]): boolean =>
  Object.keys(rows).length > 0 || blobs > 0 || jobs > 0;

function describe({ projectId }: ErasedScope): AuditBody {
  return {
    projectId: projectId ?? NOBODY,
    action: projectId === null ? "eraseTenant" : "eraseProject",
    subject: `operator ${userInfo().username}`,
    target: {},
    fields: [],
    requestId: "",
    address: hostname(),
    outcome: "unknown",
  };
}

function noteJobs(jobs: ReadonlyMap<FileOwner["kind"] | "gates", Set<string>>, owner: FileOwner): void {
  const { kind, id, epoch } = owner;
  for (let earlier = Math.max(0, epoch - EARLIER_EPOCHS); earlier <= epoch; earlier++)
    jobs
      .get(kind)
      ?.add(
        kind === "operations"
          ? jobCatalog.operations.jobId({ operationId: id, epoch: earlier })
          : jobCatalog.datasets.jobId({ datasetId: id, epoch: earlier }),
      );
  for (const dependsOnId of owner.dependsOn)
    jobs.get("gates")?.add(jobCatalog.gates.jobId({ batchId: "", operationId: id, dependsOnId }));
}

/** Where files of the scope may be: all of a tenant's are below its own folders. */
function foldersOf({ tenantId, projectId }: ErasedScope, known: ReadonlySet<string>): readonly string[] {
  return projectId === null ? [`operations/${tenantId}`, `datasets/${tenantId}`] : [...known];
}

async function emptyFolder(
  storage: BlobStore,
  name: string,
): Promise<{ readonly blobs: number; readonly bytes: number }> {
  const gone = { blobs: 0, bytes: 0 };
  for await (const { sizeBytes } of storage.list(name)) {
    gone.blobs++;
    gone.bytes += sizeBytes;
  }
  await storage.deletePrefix(name);
  return gone;
}

async function lookFor(
  { sql, storage, queues }: ErasureStores,
  scope: ErasedScope,
  folders: ReadonlySet<string>,
  jobs: ReadonlyMap<FileOwner["kind"] | "gates", ReadonlySet<string>>,
): Promise<ErasureProof["left"]> {
  let blobs = 0;
  for (const name of foldersOf(scope, folders)) {
    for await (const _ of storage.list(name)) blobs++;
  }
  let jobsLeft = 0;
  for (const [queueName, ids] of jobs) jobsLeft += (await queues.removeJobs(queueName, [...ids])).length;
  return { rows: await countScopeRows(sql, scope), blobs, jobs: jobsLeft };
}
