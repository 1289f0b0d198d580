import { storableJson } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { beaten, claimed, IS_FREE, isHeld } from "../leases/leased.ts";
import { DATASET_COLUMNS, toDatasetRecord, type DatasetError, type DatasetRecord } from "./dataset-record.ts";

/** Assumed size of a file that isn't downloaded yet. */
const UNKNOWN_BYTES = 1_000_000_000;

/** Versions of a dataset are imported in order, one at a time, so that an append knows the rows before it. */
const IS_NEXT_VERSION = `(version = 1 OR NOT EXISTS (SELECT FROM datasets p WHERE p.dataset_id = datasets.dataset_id AND p.version < datasets.version
  AND p.status = 'Importing' AND p.deleted_at IS NULL))`;

/** Bytes that an import reads: the file and, for an append, the table that it extends. */
const BYTES_TO_READ = `coalesce(size_bytes, CASE WHEN source_url IS NULL THEN 0 ELSE ${UNKNOWN_BYTES} END) + CASE WHEN change = 'append' THEN
  (SELECT coalesce(max(p.table_bytes), 0) FROM datasets p WHERE p.dataset_id = datasets.dataset_id AND p.version < datasets.version) ELSE 0 END`;

/** Finds the tenant and the size of a waiting import, so that a worker can decide whether to take it. @returns null when none waits */
export async function findWaitingImport(
  sql: Sql,
  datasetId: string,
): Promise<{ tenantId: string; sizeBytes: number } | null> {
  const { rows } = await sql.query<{ tenantId: string; sizeBytes: number }>(
    `SELECT tenant_id AS "tenantId", (${BYTES_TO_READ})::float8 AS "sizeBytes" FROM datasets
     WHERE id = $1 AND ${isHeld("datasets")} AND ${IS_FREE} AND ${IS_NEXT_VERSION}`,
    [datasetId],
  );
  return rows[0] ?? null;
}

/** Claims a dataset that waits for its import, or whose importer died. @returns null when another worker holds it */
export async function claimDataset(
  sql: Sql,
  claim: { datasetId: string; leaseMs: number },
): Promise<DatasetRecord | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `UPDATE datasets SET ${claimed("$2")} WHERE id = $1 AND ${isHeld("datasets")} AND ${IS_FREE} AND ${IS_NEXT_VERSION}
     RETURNING ${DATASET_COLUMNS}`,
    [claim.datasetId, claim.leaseMs],
  );
  return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
}

/** What an import is doing, and how much of it is done. */
interface ImportActivity {
  readonly currentActivity?: string;
  readonly processedBytes?: number;
  readonly totalBytes?: number;
}

/** Adds the seconds of a parameter, which may be null, to what an import is charged for. */
export const addUse = (seconds: string): string =>
  `import_used_sec = CASE WHEN ${seconds}::float8 IS NULL THEN import_used_sec ELSE coalesce(import_used_sec, 0) + ${seconds} END`;

/** Who ends an import. */
export interface ImportClaim {
  readonly datasetId: string;
  readonly epoch: number;
  /** Seconds that it took since they were last recorded. */
  readonly usedSec?: number;
}

/**
 * Extends an importer's lease and records how far it is, 0 to 1, and the seconds that it took since the last report.
 * @returns false when the caller lost the dataset
 */
export async function recordImportProgress(
  sql: Sql,
  report: {
    datasetId: string;
    epoch: number;
    leaseMs: number;
    fraction: number;
    activity?: ImportActivity;
    usedSec?: number;
  },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `UPDATE datasets SET ${beaten("$3")}, import_progress = greatest(coalesce(import_progress, 0), $4), import_activity = $5,
       ${addUse("$6")}
     WHERE id = $1 AND epoch = $2
       AND ${isHeld("datasets")}`,
    [
      report.datasetId,
      report.epoch,
      report.leaseMs,
      report.fraction,
      storableJson(report.activity ?? {}),
      report.usedSec ?? null,
    ],
  );
  return rowCount === 1;
}

/** Records that the file of an import is stored, and deletes its source URL. @returns false when the caller lost the dataset */
export async function recordSource(
  sql: Sql,
  source: { datasetId: string; epoch: number; sizeBytes: number; sha256: string },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `UPDATE datasets SET size_bytes = $3, sha256 = $4, source_url = NULL
     WHERE id = $1 AND epoch = $2
       AND ${isHeld("datasets")}`,
    [source.datasetId, source.epoch, source.sizeBytes, source.sha256],
  );
  return rowCount === 1;
}

/** Result of an import that wrote an event table. */
export interface ImportedTable {
  readonly tableKey: string;
  readonly tableBytes: number;
  readonly format: string;
  readonly detected: Record<string, unknown>;
  readonly columns: readonly Record<string, unknown>[];
  readonly quality: Record<string, unknown>;
  readonly events: number;
  readonly cases: number;
  readonly activities: number;
  readonly errorRecords: number;
  readonly timeStart: string | null;
  readonly timeEnd: string | null;
  /** Details of an append, for the lineage. */
  readonly lineage?: Readonly<Record<string, unknown>>;
}

/** Completes an import. @returns false when the caller lost the dataset */
export async function completeImport(sql: Sql, claim: ImportClaim, table: ImportedTable): Promise<boolean> {
  const { rowCount } = await sql.query(
    // The first version's row is locked before others, as everywhere.
    `WITH first AS MATERIALIZED (
       SELECT id FROM datasets WHERE id = (SELECT dataset_id FROM datasets WHERE id = $1) FOR UPDATE
     ), d AS (
       UPDATE datasets SET status = 'Ready', lease_until = NULL, ready_at = now(), import_progress = 1, table_key = $3, table_bytes = $4,
         format = $5, detected = $6, columns = $7, quality = $8, events = $9, cases = $10, activities = $11, error_records = $12,
         time_start = $13, time_end = $14, lineage = nullif(coalesce(lineage, '{}') || $15::jsonb, '{}'), ${addUse("$16")}
       WHERE id = $1 AND epoch = $2
       AND ${isHeld("datasets")} AND EXISTS (SELECT FROM first) RETURNING *
     ) SELECT ${NOTIFY_END} FROM d`,
    [
      claim.datasetId,
      claim.epoch,
      table.tableKey,
      table.tableBytes,
      table.format,
      table.detected,
      storableJson(table.columns),
      table.quality,
      table.events,
      table.cases,
      table.activities,
      table.errorRecords,
      table.timeStart,
      table.timeEnd,
      storableJson(table.lineage ?? {}),
      claim.usedSec ?? null,
    ],
  );
  return rowCount === 1;
}

/** Completes the import of a file without a table: a model or a template. @returns false when the caller lost the dataset */
export async function completeFile(
  sql: Sql,
  claim: ImportClaim,
  { format, detected }: { readonly format: string; readonly detected: Readonly<Record<string, unknown>> },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `WITH first AS MATERIALIZED (
       SELECT id FROM datasets WHERE id = (SELECT dataset_id FROM datasets WHERE id = $1) FOR UPDATE
     ), d AS (
       UPDATE datasets SET status = 'Ready', lease_until = NULL, ready_at = now(), import_progress = 1, format = $3, detected = $4,
         ${addUse("$5")}
       WHERE id = $1 AND epoch = $2
       AND ${isHeld("datasets")} AND EXISTS (SELECT FROM first) RETURNING *
     ) SELECT ${NOTIFY_END} FROM d`,
    [claim.datasetId, claim.epoch, format, storableJson(detected), claim.usedSec ?? null],
  );
  return rowCount === 1;
}

/** Fails an import for good. @returns false when the caller lost the dataset */
export async function failImport(sql: Sql, claim: ImportClaim, error: DatasetError): Promise<boolean> {
  const { rowCount } = await sql.query(
    `WITH d AS (
       UPDATE datasets SET status = 'Failed', lease_until = NULL, error = $3, source_url = NULL, ${addUse("$4")}
       WHERE id = $1 AND epoch = $2
       AND ${isHeld("datasets")} RETURNING *
     ) SELECT ${NOTIFY_END} FROM d`,
    [claim.datasetId, claim.epoch, storableJson(error), claim.usedSec ?? null],
  );
  return rowCount === 1;
}

/** Notifies requests that wait for an import's end, on the channel of all events. */
export const NOTIFY_END = `pg_notify('longhaul_events', json_build_object('position', 0, 'type', 'dataset.' || lower(d.status), 'tenantId', d.tenant_id,
  'projectId', d.project_id, 'operationId', NULL, 'batchId', NULL, 'datasetId', d.id, 'sequence', 0, 'epoch', d.epoch)::text)`;

/** A dataset whose import waits for a worker. */
export interface WaitingDataset {
  readonly id: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly name: string;
  readonly epoch: number;
  readonly fairTag: number;
}

/** The first datasets in fair order that wait to be imported and are older than `minAgeMs`: what the queue should hold. */
export async function listWaitingDatasets(
  sql: Sql,
  options: { minAgeMs: number; limit: number },
): Promise<WaitingDataset[]> {
  const { rows } = await sql.query<WaitingDataset>(
    `SELECT id, tenant_id AS "tenantId", project_id AS "projectId", name, epoch, fair_tag AS "fairTag" FROM datasets WHERE ${isHeld("datasets")} AND ${IS_FREE}
       AND created_at < now() - $1 * interval '1 millisecond' AND ${IS_NEXT_VERSION} ORDER BY fair_tag LIMIT $2`,
    [options.minAgeMs, options.limit],
  );
  return rows;
}
