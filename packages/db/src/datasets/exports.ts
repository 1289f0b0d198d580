import type { Sql } from "../client.ts";
import { DATASET_COLUMNS, toDatasetRecord, type DatasetRecord } from "./dataset-record.ts";
import { NOTIFY_END } from "./import-dataset.ts";

/** How long an export is kept after its last request. */
const KEPT = "interval '1 day'";

/**
 * Requests an export of a version in a format: starts it, or finds the finished or running one. A failed export starts again.
 * Concurrent requests take turns by a lock, because they would conflict in two unique indexes and an upsert handles only one.
 * @param version the version to export
 * @returns null when the tenant has `most` exports under way already
 */
export async function requestExport(
  sql: Sql,
  wanted: { readonly id: string; readonly version: DatasetRecord; readonly format: string; readonly createdBy: string },
  most: number,
): Promise<DatasetRecord | null> {
  const { id, version, format, createdBy } = wanted;
  const { rows } = await sql.query<Record<string, unknown>>(
    `INSERT INTO datasets (id, tenant_id, project_id, name, status, kind, file_name, mapping, format, size_bytes, source_key, created_by, export_of)
     SELECT $1, $2, $3, $4, 'Importing', 'export', $5, '{}', $6, $7, $8, $9, $10
     FROM (SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0)) OFFSET 0) AS one_at_a_time
     WHERE (SELECT count(*) FROM datasets WHERE kind = 'export' AND status = 'Importing' AND tenant_id = $2 AND id <> $1) < $11
       OR EXISTS (SELECT FROM datasets WHERE id = $1 AND status = 'Ready')
     ON CONFLICT (id) DO UPDATE SET created_at = CASE WHEN datasets.status = 'Importing' THEN datasets.created_at ELSE now() END,
       status = CASE WHEN datasets.status = 'Failed' THEN 'Importing' ELSE datasets.status END,
       error = NULL, crash_count = CASE WHEN datasets.status = 'Failed' THEN 0 ELSE datasets.crash_count END
     RETURNING ${DATASET_COLUMNS}`,
    [
      id,
      version.tenantId,
      version.projectId,
      version.name,
      version.fileName,
      format,
      version.tableBytes,
      version.tableKey,
      createdBy,
      version.id,
      most,
    ],
  );
  return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
}

/** Completes an export. @returns false when the caller lost it */
export async function completeExport(
  sql: Sql,
  claim: { readonly datasetId: string; readonly epoch: number },
  file: { readonly key: string; readonly sizeBytes: number; readonly sha256: string },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    // This condition keeps the planner from using a partial index on the kind instead of the primary key.
    `WITH d AS (
       UPDATE datasets SET status = 'Ready', lease_until = NULL, ready_at = now(), import_progress = 1, table_key = $3, table_bytes = $4, sha256 = $5
       WHERE id = $1 AND epoch = $2 AND status = 'Importing' AND kind IS NOT DISTINCT FROM 'export' RETURNING *
     ) SELECT ${NOTIFY_END} FROM d`,
    [claim.datasetId, claim.epoch, file.key, file.sizeBytes, file.sha256],
  );
  return rowCount === 1;
}

/** An export by its id; null when it is gone. */
export async function findExport(sql: Sql, exportId: string): Promise<DatasetRecord | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${DATASET_COLUMNS} FROM datasets WHERE id = $1 AND kind = 'export'`,
    [exportId],
  );
  return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
}

/** Finds the file of an export or the table of a version, for a download link; null when it was deleted. */
export async function findDatasetFile(
  sql: Sql,
  owner: { readonly tenantId: string; readonly projectId: string },
  id: string,
): Promise<DatasetRecord | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${DATASET_COLUMNS} FROM datasets WHERE id = $1 AND tenant_id = $2 AND project_id = $3 AND status = 'Ready' AND deleted_at IS NULL
       AND kind <> 'preview'`,
    [id, owner.tenantId, owner.projectId],
  );
  return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
}

/** Deletes the exports of versions. @returns their ids; the caller deletes their files */
export async function deleteExportsOf(sql: Sql, versionIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    "DELETE FROM datasets WHERE kind = 'export' AND export_of = ANY ($1::uuid[]) RETURNING id",
    [versionIds],
  );
  return rows.map(({ id }) => id);
}

/** Deletes exports that nobody requested lately. @returns the exports; the caller deletes their files */
export async function deleteOldExports(
  sql: Sql,
  limit: number,
): Promise<{ readonly id: string; readonly tenantId: string }[]> {
  const { rows } = await sql.query<{ id: string; tenantId: string }>(
    `DELETE FROM datasets WHERE id IN (
       SELECT id FROM datasets WHERE kind = 'export' AND created_at < now() - ${KEPT} ORDER BY created_at LIMIT $1
     ) RETURNING id, tenant_id AS "tenantId"`,
    [limit],
  );
  return rows;
}
