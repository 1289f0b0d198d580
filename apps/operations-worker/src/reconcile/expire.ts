import {
  deleteAbandonedPreviews,
  deleteOldExports,
  expireOperations,
  deleteEmptyBatches,
  deleteExpiredOperations,
  expireDatasetEvents,
} from "@longhaul/db";
import type { WorkerContext } from "../context/context.ts";

/** Small batches, so that a big clean-up never holds locks or the disk for long. */
const LIMIT = 50;

/** Cleaning up may take longer than a request's statement, and nobody waits for it. */
export const CLEANING_MS = 60_000;

/** Deletes what ended longer ago than its project keeps it: rows first, then files. A crash in between leaves files only. */
export async function expireOld({ db, storage, config, logger }: WorkerContext): Promise<number> {
  const expired = await expireOperations(db.withStatementLimit(CLEANING_MS), {
    defaultDays: config.retentionDays,
    limit: LIMIT,
  });
  for (const { tenantId, withoutFiles } of expired) {
    for (const id of withoutFiles) await storage.deletePrefix(`operations/${tenantId}/${id}`);
  }
  if (expired.length > 0) logger.info({ operations: expired.length }, "operations expired");
  return expired.length;
}

/** Deletes previews that nobody made a dataset of, and exports that have had their time. */
export async function deleteOldFiles({ db, storage }: WorkerContext): Promise<number> {
  const patient = db.withStatementLimit(CLEANING_MS);
  const left = [...(await deleteAbandonedPreviews(patient, LIMIT)), ...(await deleteOldExports(patient, LIMIT))];
  for (const { id, tenantId } of left) await storage.deletePrefix(`datasets/${tenantId}/${id}`);
  return left.length;
}

/** Deletes events of imports that are older than their project keeps what has ended. */
export async function expireImportEvents({ db, config }: WorkerContext): Promise<number> {
  const options = { defaultDays: config.retentionDays, limit: 20 * LIMIT };
  return expireDatasetEvents(db.withStatementLimit(CLEANING_MS), options);
}

/** Deletes the rows that were left of expired operations and batches. Until then, clients get 410; from then on, 404. */
export async function deleteExpired({ db, config }: WorkerContext): Promise<number> {
  const patient = db.withStatementLimit(CLEANING_MS);
  const options = { days: config.retentionDays, limit: LIMIT };
  return (await deleteExpiredOperations(patient, options)) + (await deleteEmptyBatches(patient, options));
}
