import type { Db, Sql, Tx } from "../client.ts";
import type { Scope } from "../scope.ts";
import { DATASET_COLUMNS, datasetOf, OMITTED, toDatasetRecord, type DatasetRecord } from "./dataset-record.ts";

const VERSIONS = "deleted_at IS NULL AND kind IN ('log', 'version')";

/** One version of a dataset by the version's own id, whether or not it is what the dataset's id stands for. */
export async function findDatasetVersion(sql: Sql, scope: Scope, versionId: string): Promise<DatasetRecord | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${DATASET_COLUMNS} FROM datasets WHERE id = $1 AND tenant_id = $2 AND project_id = $3 AND ${VERSIONS}`,
    [versionId, scope.tenantId, scope.projectId],
  );
  return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
}

/** One version of a dataset by its number, which may be one that no version can have. */
export async function findNumberedVersion(
  sql: Sql,
  scope: Scope,
  datasetId: string,
  version: number,
): Promise<DatasetRecord | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${DATASET_COLUMNS} FROM datasets WHERE dataset_id = $1 AND tenant_id = $2 AND project_id = $3 AND version = $4::bigint AND ${VERSIONS}`,
    [datasetId, scope.tenantId, scope.projectId, version],
  );
  return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
}

/** One page of a dataset's versions, newest first. */
export async function listDatasetVersions(
  { prisma }: Pick<Db, "prisma">,
  scope: Scope,
  datasetId: string,
  page: { readonly size: number; readonly offset: number },
): Promise<{ readonly versions: DatasetRecord[]; readonly hasNextPage: boolean }> {
  const { tenantId, projectId } = scope;
  const rows = await prisma.dataset.findMany({
    where: { datasetId, tenantId, projectId, deletedAt: null, kind: { in: ["log", "version"] } },
    omit: OMITTED,
    orderBy: { version: "desc" },
    take: page.size + 1,
    skip: page.offset,
  });
  return { versions: rows.slice(0, page.size).map(datasetOf), hasNextPage: rows.length > page.size };
}

/**
 * Holds a dataset until the transaction ends, so that nobody else makes a version of it.
 * @returns the newest version, ready or not, and the number of those that are ready or may become so; null when there is no dataset
 */
export async function lockDataset(
  tx: Tx,
  scope: Scope,
  datasetId: string,
): Promise<{ readonly newest: DatasetRecord; readonly hopeful: number } | null> {
  await tx.query("SELECT FROM datasets WHERE id = $1 AND tenant_id = $2 AND project_id = $3 FOR UPDATE", [
    datasetId,
    scope.tenantId,
    scope.projectId,
  ]);
  return findNewestVersion(tx, scope, datasetId);
}

/** As `lockDataset`, without holding it. */
export async function findNewestVersion(
  sql: Sql,
  scope: Scope,
  datasetId: string,
): Promise<{ readonly newest: DatasetRecord; readonly hopeful: number } | null> {
  const { rows } = await sql.query<Record<string, unknown> & { hopeful: number }>(
    `SELECT ${DATASET_COLUMNS}, (SELECT count(*)::integer FROM datasets h WHERE h.dataset_id = $1 AND h.deleted_at IS NULL AND h.status IN ('Importing', 'Ready')) AS hopeful
     FROM datasets WHERE dataset_id = $1 AND tenant_id = $2 AND project_id = $3 AND ${VERSIONS} ORDER BY version DESC LIMIT 1`,
    [datasetId, scope.tenantId, scope.projectId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { hopeful, ...newest } = row;
  return { newest: toDatasetRecord(newest), hopeful };
}

/** What an append goes behind: the newest version before it that is ready. Every one before it has ended by then. */
export async function findAppendBase(
  sql: Sql,
  version: { readonly datasetId: string; readonly version: number },
): Promise<DatasetRecord | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${DATASET_COLUMNS} FROM datasets WHERE dataset_id = $1 AND version < $2 AND status = 'Ready' AND ${VERSIONS}
     ORDER BY version DESC LIMIT 1`,
    [version.datasetId, version.version],
  );
  return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
}

/** Makes a version that is as an earlier one, whose files it shares. @returns null unless that one is ready */
export async function restoreVersion(
  tx: Tx,
  restored: {
    readonly id: string;
    readonly datasetId: string;
    readonly from: number;
    readonly version: number;
    readonly createdBy: string;
  },
): Promise<DatasetRecord | null> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO datasets (id, tenant_id, project_id, name, status, kind, file_name, mapping, size_bytes, sha256, source_key, table_key,
       table_bytes, format, detected, columns, quality, events, cases, activities, error_records, time_start, time_end,
       import_progress, lineage, created_by, ready_at, version_of, version, change)
     SELECT $1, tenant_id, project_id, name, 'Ready', 'version', file_name, mapping, size_bytes, sha256,
       CASE WHEN change IS DISTINCT FROM 'append' THEN source_key END, table_key, table_bytes, format, detected, columns, quality, events,
       cases, activities, error_records, time_start, time_end, 1, coalesce(lineage, '{}') || jsonb_build_object('restoredFrom', version),
       $5, now(), $2, $4, 'restore'
     FROM datasets WHERE dataset_id = $2 AND version = $3::bigint AND status = 'Ready' AND ${VERSIONS} RETURNING id`,
    [restored.id, restored.datasetId, restored.from, restored.version, restored.createdBy],
  );
  if (rows.length === 0) return null;
  // Of which kind it is has been settled since.
  const { rows: settled } = await tx.query<Record<string, unknown>>(
    `SELECT ${DATASET_COLUMNS} FROM datasets WHERE id = $1`,
    [restored.id],
  );
  return settled[0] === undefined ? null : toDatasetRecord(settled[0]);
}
