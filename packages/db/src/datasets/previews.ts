import { storableJson } from "@longhaul/domain";
import type { Db, Sql } from "../client.ts";
import { lockQuota } from "../quotas/require-quota.ts";
import { DATASET_COLUMNS, datasetOf, OMITTED, toDatasetRecord, type DatasetRecord } from "./dataset-record.ts";
import { deleteOlder } from "./delete-older.ts";
import { addUse, NOTIFY_END, type ImportClaim } from "./import-dataset.ts";
import type { NewDataset } from "./create-dataset.ts";

/** How long a preview may be idle before it counts as abandoned. */
const ABANDONED = "interval '10 minutes'";

/** Accepts an upload to be looked at. Give it a transaction. @returns null when the tenant has `most` of them already */
export async function createPreview(
  sql: Sql,
  preview: Omit<NewDataset, "name">,
  most: number,
): Promise<DatasetRecord | null> {
  await lockQuota(sql, preview.tenantId, "previews");
  const { rows } = await sql.query<Record<string, unknown>>(
    `INSERT INTO datasets (id, tenant_id, project_id, name, status, kind, file_name, mapping, size_bytes, sha256, source_key, created_by)
     SELECT $1, $2, $3, $4, 'Importing', 'preview', $4, $5, $6, $7, $8, $9
     WHERE (SELECT count(*) FROM datasets WHERE kind = 'preview' AND tenant_id = $2 AND created_at > now() - ${ABANDONED}) < $10
     RETURNING ${DATASET_COLUMNS}`,
    [
      preview.id,
      preview.tenantId,
      preview.projectId,
      preview.fileName,
      preview.mapping,
      preview.sizeBytes,
      preview.sha256,
      preview.sourceKey,
      preview.createdBy,
      most,
    ],
  );
  return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
}

/** Ends a preview well; what was found is its `detected`. @returns false when the caller lost it */
export async function completePreview(
  sql: Sql,
  claim: ImportClaim,
  found: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    // Written so that Postgres uses the key, and no partial index on the kind.
    `WITH d AS (
       UPDATE datasets SET status = 'Ready', lease_until = NULL, ready_at = now(), detected = $3, ${addUse("$4")}
       WHERE id = $1 AND epoch = $2 AND status = 'Importing' AND kind IS NOT DISTINCT FROM 'preview' RETURNING *
     ) SELECT ${NOTIFY_END} FROM d`,
    [claim.datasetId, claim.epoch, storableJson(found), claim.usedSec ?? null],
  );
  return rowCount === 1;
}

/** The preview that a request made; null when it is gone. */
export async function findPreview({ prisma }: Pick<Db, "prisma">, previewId: string): Promise<DatasetRecord | null> {
  const row = await prisma.dataset.findFirst({ where: { id: previewId, kind: "preview" }, omit: OMITTED });
  return row === null ? null : datasetOf(row);
}

/** Ends a preview whatever it does; its files are the caller's. */
export async function deletePreview(sql: Sql, previewId: string): Promise<void> {
  await sql.query("DELETE FROM datasets WHERE id = $1 AND kind = 'preview'", [previewId]);
}

/** Deletes abandoned previews. @returns the previews; the caller deletes their files */
export const deleteAbandonedPreviews = (sql: Sql, limit: number): ReturnType<typeof deleteOlder> =>
  deleteOlder(sql, { kind: "preview", interval: ABANDONED, limit });
