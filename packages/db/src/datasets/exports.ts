import { NO_QUOTAS } from "@longhaul/domain";
import type { Db, Sql } from "../client.ts";
import { lockQuota, requireQuota } from "../quotas/require-quota.ts";
import { DATASET_COLUMNS, datasetOf, OMITTED, toDatasetRecord, type DatasetRecord } from "./dataset-record.ts";
import { deleteOlder } from "./delete-older.ts";
import { addUse, NOTIFY_END, type ImportClaim } from "./import-dataset.ts";

/** How long an export is kept after its last request. */
const KEPT = "interval '1 day'";

const ASKED = {
  name: "ask-for-export",
  text: `UPDATE datasets SET created_at = CASE WHEN status = 'Importing' THEN created_at ELSE now() END
WHERE id = $1 AND status <> 'Failed' AND kind IS NOT DISTINCT FROM 'export' RETURNING ${DATASET_COLUMNS}`,
};

const BEGIN = {
  name: "begin-export",
  text: `INSERT INTO datasets (id, tenant_id, project_id, name, status, kind, file_name, mapping, format, size_bytes, source_key, created_by, export_of)
SELECT $1, $2, $3, $4, 'Importing', 'export', $5, '{}', $6, $7, $8, $9, $10
WHERE (SELECT count(*) FROM datasets WHERE kind = 'export' AND status = 'Importing' AND tenant_id = $2) < $11
ON CONFLICT (id) DO UPDATE SET created_at = now(), status = 'Importing', error = NULL, crash_count = 0, import_used_sec = NULL,
  import_charge = excluded.import_charge, fair_tag = excluded.fair_tag
RETURNING ${DATASET_COLUMNS}`,
};

/**
 * Requests an export of a version in a format: starts it, or finds the finished or running one. A failed export starts again.
 * @param version the version to export
 * @returns null when the tenant has `most` exports under way already
 * @throws DomainError `quota_exceeded`: until it is deleted, an export counts as its dataset does, and as large as that until it is written
 */
export async function requestExport(
  db: Pick<Db, "query" | "withTransaction">,
  wanted: { readonly id: string; readonly version: DatasetRecord; readonly format: string; readonly createdBy: string },
  most: number,
  defaults = NO_QUOTAS,
): Promise<DatasetRecord | null> {
  const { id, version, format, createdBy } = wanted;
  const { tenantId, projectId } = version;
  const find = async (sql: Sql): Promise<DatasetRecord | null> => {
    const { rows } = await sql.query<Record<string, unknown>>(ASKED, [id]);
    return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
  };
  const known = await find(db);
  if (known !== null) return known;
  return db.withTransaction(async (tx) => {
    await lockQuota(tx, tenantId, "exports");
    // Another request may have begun it meanwhile.
    const begun = await find(tx);
    if (begun !== null) return begun;
    const { name, fileName, tableBytes, tableKey } = version;
    const values = [id, tenantId, projectId, name, fileName, format, tableBytes, tableKey, createdBy, version.id, most];
    const { rows } = await tx.query<Record<string, unknown>>(BEGIN, values);
    if (rows[0] === undefined) return null;
    const claim = { tenantId, projectId, quota: "datasetBytes", wanted: tableBytes ?? 0, defaults } as const;
    await requireQuota(tx, claim, "written");
    return toDatasetRecord(rows[0]);
  });
}

/** Completes an export. @returns false when the caller lost it */
export async function completeExport(
  sql: Sql,
  claim: ImportClaim,
  file: { readonly key: string; readonly sizeBytes: number; readonly sha256: string },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    // This condition keeps the planner from using a partial index on the kind instead of the primary key.
    `WITH d AS (
       UPDATE datasets SET status = 'Ready', lease_until = NULL, ready_at = now(), import_progress = 1, table_key = $3, table_bytes = $4, sha256 = $5,
         ${addUse("$6")}
       WHERE id = $1 AND epoch = $2 AND status = 'Importing' AND kind IS NOT DISTINCT FROM 'export' RETURNING *
     ) SELECT ${NOTIFY_END} FROM d`,
    [claim.datasetId, claim.epoch, file.key, file.sizeBytes, file.sha256, claim.usedSec ?? null],
  );
  return rowCount === 1;
}

/** An export by its id; null when it is gone. */
export async function findExport({ prisma }: Pick<Db, "prisma">, exportId: string): Promise<DatasetRecord | null> {
  const row = await prisma.dataset.findFirst({ where: { id: exportId, kind: "export" }, omit: OMITTED });
  return row === null ? null : datasetOf(row);
}

/** Finds the file of an export or the table of a version, for a download link; null when it was deleted. */
export async function findDatasetFile(
  { prisma }: Pick<Db, "prisma">,
  { tenantId, projectId }: { readonly tenantId: string; readonly projectId: string },
  id: string,
): Promise<DatasetRecord | null> {
  const where = { id, tenantId, projectId, status: "Ready", deletedAt: null, kind: { not: "preview" } };
  const row = await prisma.dataset.findFirst({ where, omit: OMITTED });
  return row === null ? null : datasetOf(row);
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
export const deleteOldExports = (sql: Sql, limit: number): ReturnType<typeof deleteOlder> =>
  deleteOlder(sql, { kind: "export", interval: KEPT, limit });
