import {
  compactCounts,
  deleteAbandonedPreviews,
  deleteExpiredIdempotencyKeys,
  expireOperations,
  forgetEmptyBatches,
  forgetExpiredOperations,
  freeDependents,
  listFreeingBatches,
  listGatesOf,
  listReadyOperations,
  listSupersededResults,
  listWaitingDatasets,
  purgeResults,
  reclaimOperations,
  timeoutOperations,
  type ReadyOperation,
} from "@longhaul/db";
import { datasetJob, jobCatalog } from "@longhaul/queue";
import { wakeDependents } from "../batches/wake-dependents.ts";
import type { WorkerContext } from "../context.ts";
import { queueReady } from "../operations/queue-ready.ts";

/** Most rows of one kind that one round touches. */
const LIMIT = 500;

/** Changes of the counters folded in one round. */
const COMPACT_LIMIT = 5000;

/** Cleaning up may take longer than a request's statement, and nobody waits for it. */
const CLEANING_MS = 60_000;

/** What waits for less than this was queued a moment ago by whoever accepted it. */
const MIN_AGE_MS = 3000;

/**
 * One round of putting the queue and the ledger together again: ends what is past its deadline, takes operations
 * from dead workers, and queues everything that is ready (a job that the queue still holds stays as it is).
 */
export async function reconcile(ctx: WorkerContext): Promise<void> {
  const { db, queues, logger } = ctx;
  const timedOut = await timeoutOperations(db, LIMIT);
  if (timedOut.length > 0) logger.info({ operationIds: timedOut }, "operations timed out");
  await wakeDependents(ctx, timedOut);

  await ctx.endedJobs.settle();

  const reclaimed = await reclaimOperations(db, LIMIT);
  if (reclaimed.length > 0)
    logger.warn({ operationIds: reclaimed.map((item) => item.id) }, "operations taken from dead workers");

  for (const batchId of await listFreeingBatches(db, LIMIT)) await freeDependents(db, batchId);
  const waiting = await listReadyOperations(db, { minAgeMs: MIN_AGE_MS, limit: LIMIT });
  await forgetStuckFlows(ctx, waiting);
  await queueReady(ctx, [...reclaimed, ...waiting]);

  const datasets = await listWaitingDatasets(db, { minAgeMs: MIN_AGE_MS, limit: LIMIT });
  await queues.addMany(
    "datasets",
    datasets.map((dataset) => ({ data: datasetJob(dataset) })),
  );

  for (const superseded of await listSupersededResults(db, LIMIT)) {
    const keys = await purgeResults(db, superseded);
    await Promise.all(keys.map((key) => ctx.storage.delete(key)));
  }
  await expire(ctx);
  const patient = db.withStatementLimit(CLEANING_MS);
  await deleteExpiredIdempotencyKeys(patient, LIMIT);
  await compactCounts(patient, COMPACT_LIMIT);
}

/** An operation of a batch whose gates should have opened this long ago goes in without them. */
const STUCK_MS = 10_000;

/** Most freed operations whose gates one round looks after. */
const FREED_LIMIT = 200;

const jobIdOf = ({ id, epoch }: ReadyOperation): string => jobCatalog.operations.jobId({ operationId: id, epoch });

/** Wakes the gates of operations that may run; where that has not helped, forgets them, so that the job can be added plainly. */
async function forgetStuckFlows(
  { db, queues, logger }: WorkerContext,
  ready: readonly ReadyOperation[],
): Promise<void> {
  const freed = ready.filter((operation) => operation.unblockedMs !== null).slice(0, FREED_LIMIT);
  if (freed.length === 0) return;
  const parked = new Set(await queues.findWaitingFlows(freed.map(jobIdOf)));
  // Those whose gates have opened only wait for a worker.
  const closed = freed.filter((operation) => parked.has(jobIdOf(operation)));
  if (closed.length === 0) return;
  await queues.wakeGates(
    await listGatesOf(
      db,
      closed.map((operation) => operation.id),
    ),
  );
  const stuck = closed.filter(({ unblockedMs }) => (unblockedMs ?? 0) > STUCK_MS);
  const forgotten = await queues.removeWaitingFlows(stuck.map(jobIdOf));
  if (forgotten.length > 0) logger.warn({ jobIds: forgotten }, "flows with lost gates replaced by plain jobs");
}

/** Small batches, so that a big clean-up never holds locks or the disk for long. */
const EXPIRE_LIMIT = 50;

/** Deletes what ended longer ago than its project keeps it: rows first, then files. A crash in between leaves files only. */
async function expire({ db, storage, config, logger }: WorkerContext): Promise<void> {
  const patient = db.withStatementLimit(CLEANING_MS);
  const expired = await expireOperations(patient, { defaultDays: config.retentionDays, limit: EXPIRE_LIMIT });
  for (const { tenantId, withoutFiles } of expired) {
    for (const id of withoutFiles) await storage.deletePrefix(`operations/${tenantId}/${id}`);
  }
  if (expired.length > 0) logger.info({ operations: expired.length }, "operations expired");
  const left = await deleteAbandonedPreviews(patient, EXPIRE_LIMIT);
  for (const { id, tenantId } of left) await storage.deletePrefix(`datasets/${tenantId}/${id}`);
  await forgetExpiredOperations(patient, { days: config.retentionDays, limit: EXPIRE_LIMIT });
  await forgetEmptyBatches(patient, { days: config.retentionDays, limit: EXPIRE_LIMIT });
}
