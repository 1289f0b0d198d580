import type { DatasetRecord, Scope } from "@longhaul/db";
import { fileKindOf, timeText } from "@longhaul/domain";

/** Where a dataset is. */
export function datasetPath(scope: Scope, datasetId: string): string {
  return `/api/${scope.tenantId}/${scope.projectId}/datasets/${datasetId}`;
}

/** A dataset in a list: without the quality of each column, of which there may be thousands. */
export function presentListed(dataset: DatasetRecord): Record<string, unknown> {
  const { columns: _, ...quality } = dataset.quality ?? {};
  return presentDataset({ ...dataset, quality: dataset.quality === null ? null : quality });
}

/** A version among others: a dataset has up to 1,000, each of which may have thousands of columns. */
export const presentShort = (version: DatasetRecord): Record<string, unknown> =>
  presentListed({ ...version, columns: null, detected: null });

/** The version that is newer than the current one: it is being imported, or its import failed or was cancelled. */
export function presentNewer(current: DatasetRecord, newest: DatasetRecord): Record<string, unknown> {
  if (newest.version <= current.version) return {};
  const { version, change, status } = newest;
  return { newerVersion: { version, change, status } };
}

/** A dataset as clients see it. */
export function presentDataset(dataset: DatasetRecord): Record<string, unknown> {
  return {
    datasetId: dataset.datasetId,
    version: dataset.version,
    ...(dataset.change === null ? {} : { change: dataset.change }),
    name: dataset.name,
    status: dataset.status,
    fileName: dataset.fileName,
    ...(dataset.status === "Ready" ? { kind: fileKindOf(dataset.format) } : {}),
    ...(dataset.format === null ? {} : { format: dataset.format }),
    ...(dataset.sizeBytes === null ? {} : { sizeBytes: dataset.sizeBytes }),
    ...(dataset.status === "Importing" ? { importProgress: Math.floor(100 * (dataset.importProgress ?? 0)) } : {}),
    ...(dataset.events === null
      ? {}
      : {
          counts: {
            events: dataset.events,
            ...(dataset.cases === null ? {} : { cases: dataset.cases }),
            ...(dataset.activities === null ? {} : { activities: dataset.activities }),
            ...(dataset.errorRecords === null ? {} : { errorRecords: dataset.errorRecords }),
          },
        }),
    ...(dataset.timeStart === null || dataset.timeEnd === null
      ? {}
      : { timeRange: { start: timeText(dataset.timeStart), end: timeText(dataset.timeEnd) } }),
    ...(dataset.detected === null ? {} : { detected: dataset.detected }),
    ...(dataset.columns === null ? {} : { columns: dataset.columns }),
    ...(dataset.quality === null ? {} : { quality: dataset.quality }),
    ...(dataset.error === null ? {} : { error: dataset.error }),
    ...(dataset.cancellation === null ? {} : { cancellation: dataset.cancellation }),
    ...(dataset.lineage === null ? {} : { lineage: dataset.lineage }),
    dateCreated: timeText(dataset.createdAt),
    ...(dataset.readyAt === null ? {} : { dateReady: timeText(dataset.readyAt) }),
  };
}
