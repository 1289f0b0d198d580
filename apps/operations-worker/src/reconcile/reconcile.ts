import {
  compactCounts,
  deleteAbandonedPreviews,
  deleteExpiredIdempotencyKeys,
  deleteOldExports,
  expireOperations,
  forgetEmptyBatches,
  forgetExpiredOperations,
  freeDependents,
  listFreeingBatches,
  listSupersededResults,
  listWaitingDatasets,
  purgeResults,
  reclaimOperations,
  timeoutOperations,
} from "@longhaul/db";
import { importRank } from "@longhaul/domain";
import { datasetJob } from "@longhaul/queue";
import { wakeDependents } from "../batches/wake-dependents.ts";
import type { WorkerContext } from "../context.ts";
import { queueReady } from "../operations/queue-ready.ts";
import { admitReady, MIN_AGE_MS } from "./admit-ready.ts";

/** Most rows of one kind that one round touches. */
const LIMIT = 500;

/** Changes of the counters folded in one round. */
const COMPACT_LIMIT = 5000;

/** Cleaning up may take longer than a request's statement, and nobody waits for it. */
const CLEANING_MS = 60_000;

/**
 * One round of putting the queue and the ledger together again: ends what is past its deadline, takes operations
 * from dead workers, and queues everything that is ready (a job that the queue still holds stays as it is).
 */
export async function reconcile(ctx: WorkerContext): Promise<void> {
  const { db, queues, logger } = ctx;
  const timedOut = await timeoutOperations(db, LIMIT);
  if (timedOut.length > 0) logger.info({ operationIds: timedOut }, "operations timed out");
  ctx.counted.reconciled("timed_out", timedOut.length);
  await wakeDependents(ctx, timedOut);

  await ctx.endedJobs.settle();

  const reclaimed = await reclaimOperations(db, LIMIT);
  if (reclaimed.length > 0)
    logger.warn({ operationIds: reclaimed.map((item) => item.id) }, "operations taken from dead workers");

  ctx.counted.reconciled("reclaimed", reclaimed.length);
  for (const batchId of await listFreeingBatches(db, LIMIT)) await freeDependents(db, batchId);
  await queueReady(
    ctx,
    reclaimed.map((operation) => ({ ...operation, hasRun: true })),
  );
  await admitReady(ctx);

  const datasets = await listWaitingDatasets(db, { minAgeMs: MIN_AGE_MS, limit: LIMIT });
  await queues.addMany(
    "datasets",
    datasets.map((dataset) => ({ data: datasetJob(dataset), priority: importRank(dataset.fairTag) })),
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

/** Small batches, so that a big clean-up never holds locks or the disk for long. */
const EXPIRE_LIMIT = 50;

/** Deletes what ended longer ago than its project keeps it: rows first, then files. A crash in between leaves files only. */
async function expire({ db, storage, config, logger, counted }: WorkerContext): Promise<void> {
  const patient = db.withStatementLimit(CLEANING_MS);
  const expired = await expireOperations(patient, { defaultDays: config.retentionDays, limit: EXPIRE_LIMIT });
  for (const { tenantId, withoutFiles } of expired) {
    for (const id of withoutFiles) await storage.deletePrefix(`operations/${tenantId}/${id}`);
  }
  counted.reconciled("expired", expired.length);
  if (expired.length > 0) logger.info({ operations: expired.length }, "operations expired");
  const left = [
    ...(await deleteAbandonedPreviews(patient, EXPIRE_LIMIT)),
    ...(await deleteOldExports(patient, EXPIRE_LIMIT)),
  ];
  for (const { id, tenantId } of left) await storage.deletePrefix(`datasets/${tenantId}/${id}`);
  await forgetExpiredOperations(patient, { days: config.retentionDays, limit: EXPIRE_LIMIT });
  await forgetEmptyBatches(patient, { days: config.retentionDays, limit: EXPIRE_LIMIT });
}
