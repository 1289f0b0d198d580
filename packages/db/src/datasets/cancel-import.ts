import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { DATASET_COLUMNS, toDatasetRecord, type DatasetRecord } from "./dataset-record.ts";
import { isHeld } from "../leases/leased.ts";
import { NOTIFY_END } from "./import-dataset.ts";

/**
 * Ends the import of a version as Cancelled: its worker is told to stop, and whatever it writes later changes nothing. The row stays
 * and counts no bytes any more; the files are the caller's to delete.
 * @param import_.versionId the version's own id
 * @returns null when the version isn't being imported
 */
export async function cancelImport(
  sql: Sql,
  scope: Scope,
  import_: { readonly versionId: string; readonly cancelledBy: string; readonly reason?: string },
): Promise<DatasetRecord | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `WITH d AS (
       UPDATE datasets SET status = 'Cancelled', epoch = epoch + 1, lease_until = NULL, source_key = NULL, source_url = NULL,
         cancellation = jsonb_strip_nulls(jsonb_build_object('cancelledBy', $4::text, 'cancellationTime', api_time(now()), 'reason', $5::text))
       WHERE id = $1 AND tenant_id = $2 AND project_id = $3 AND kind IN ('log', 'version') AND ${isHeld("datasets")} RETURNING *
     ) SELECT ${DATASET_COLUMNS}, ${NOTIFY_END} AS told FROM d`,
    [import_.versionId, scope.tenantId, scope.projectId, import_.cancelledBy, import_.reason ?? null],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { told: _, ...cancelled } = row;
  return toDatasetRecord(cancelled);
}
