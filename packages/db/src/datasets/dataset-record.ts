import { camelRow } from "../camel-row.ts";

const DATASET_STATUSES = ["Importing", "Ready", "Failed", "Cancelled"] as const;
export type DatasetStatus = (typeof DATASET_STATUSES)[number];

/** `version`: one that its dataset's id doesn't stand for, or not yet. */
export type DatasetKind = "log" | "version" | "preview" | "export";

/** How a version after the first came about. */
export type DatasetChange = "append" | "replace" | "restore";

/** Why an upload could not be read. */
export interface DatasetError {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly element?: string;
  readonly columns?: readonly string[];
}

/** Who cancelled an import, when (as the API writes it), and why. */
export interface DatasetCancellation {
  readonly cancelledBy: string;
  readonly cancellationTime: string;
  readonly reason?: string;
}

/** One row of `datasets`. */
export interface DatasetRecord {
  /** Id of this version, to which its readers keep. */
  readonly id: string;
  /** What clients call the dataset: the id of its first version. */
  readonly datasetId: string;
  /** From 1. */
  readonly version: number;
  readonly change: DatasetChange | null;
  readonly tenantId: string;
  readonly projectId: string;
  readonly name: string;
  readonly status: DatasetStatus;
  /**
   * A preview is an upload that is only looked at: nobody but its request sees it, and it is gone soon. An export is a version as a
   * file of another format: its source is that version's table, its own table the file.
   */
  readonly kind: DatasetKind;
  readonly fileName: string;
  /** The column mapping as the client gave it, possibly empty. */
  readonly mapping: Readonly<Record<string, string | readonly string[] | null>>;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
  /** Storage key of the file as it was uploaded. */
  readonly sourceKey: string | null;
  /** Where that file is to be had from; null once it is stored. */
  readonly sourceUrl: string | null;
  /** Storage key of the event table in Parquet. */
  readonly tableKey: string | null;
  readonly tableBytes: number | null;
  readonly format: string | null;
  readonly detected: Record<string, unknown> | null;
  readonly columns: readonly Record<string, unknown>[] | null;
  readonly quality: Record<string, unknown> | null;
  readonly events: number | null;
  readonly cases: number | null;
  readonly activities: number | null;
  readonly errorRecords: number | null;
  readonly timeStart: Date | null;
  readonly timeEnd: Date | null;
  readonly importProgress: number | null;
  readonly error: DatasetError | null;
  readonly cancellation: DatasetCancellation | null;
  readonly lineage: Record<string, unknown> | null;
  readonly epoch: number;
  readonly leaseUntil: Date | null;
  readonly crashCount: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly readyAt: Date | null;
  /** Where it stands in the fair order of imports. */
  readonly fairTag: number;
}

export const DATASET_COLUMNS = `id, tenant_id, project_id, name, status, kind, file_name, mapping, size_bytes, sha256, source_key, source_url,
  table_key, table_bytes, format, detected, columns, quality, events, cases, activities, error_records, time_start,
  time_end, import_progress, error, cancellation, lineage, epoch, lease_until, crash_count, created_by, created_at, ready_at, fair_tag, dataset_id, version, change`;

/** Reads a row of `DATASET_COLUMNS`. */
export const toDatasetRecord = (row: Record<string, unknown>): DatasetRecord =>
  camelRow(row) as unknown as DatasetRecord;
