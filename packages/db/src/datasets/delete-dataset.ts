import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { DATASET_COLUMNS, toDatasetRecord, type DatasetRecord } from "./dataset-record.ts";

/** A dataset that is gone, with the ids of all its versions, each of which has files; or what uses it (ten ids at most). */
export type DeletedDataset =
  | { readonly dataset: DatasetRecord; readonly versionIds: string[] }
  | { readonly operationIds: string[]; readonly scheduleIds: string[] };

/**
 * Marks a dataset deleted with all its versions, unless a live operation reads one of them, or will, because another of its
 * batch has made it, or a schedule names it.
 * @returns null when there is none
 */
export async function deleteDataset(sql: Sql, scope: Scope, datasetId: string): Promise<DeletedDataset | null> {
  const { rows } = await sql.query<
    Record<string, unknown> & { version_ids: string[]; operation_ids: string[] | null; schedule_ids: string[] | null }
  >(
    `WITH first AS MATERIALIZED (
       SELECT id FROM datasets WHERE id = $1 AND tenant_id = $2 AND project_id = $3 FOR UPDATE
     ), versions AS MATERIALIZED (
       SELECT array_agg(id) AS ids FROM datasets WHERE dataset_id = (SELECT id FROM first) AND kind IN ('log', 'version')
     ), users AS (
       SELECT id FROM operations o, versions
       WHERE tenant_id = $2 AND project_id = $3 AND stage = 'open'
         AND (dataset_id = ANY (versions.ids) OR further_dataset_ids && versions.ids OR dataset_id IS NULL AND EXISTS (
           SELECT FROM checkpoints c WHERE c.operation_id = o.dataset_from AND c.output->>'outputDatasetId' = $1::text))
       LIMIT 10
     ), planned AS (
       SELECT id FROM schedules, versions WHERE tenant_id = $2 AND project_id = $3 AND dataset_ids && versions.ids LIMIT 10
     ), gone AS (
       UPDATE datasets SET deleted_at = now(), epoch = epoch + 1
       WHERE dataset_id = (SELECT id FROM first) AND deleted_at IS NULL AND kind IN ('log', 'version')
         AND NOT EXISTS (SELECT 1 FROM users) AND NOT EXISTS (SELECT 1 FROM planned)
       RETURNING *
     )
     SELECT ${DATASET_COLUMNS}, versions.ids AS version_ids, NULL::text[] AS operation_ids, NULL::text[] AS schedule_ids
     FROM gone, versions WHERE kind = 'log'
     UNION ALL
     SELECT ${DATASET_COLUMNS}, versions.ids, (SELECT coalesce(array_agg(id), '{}') FROM users), (SELECT coalesce(array_agg(id), '{}') FROM planned)
     FROM datasets, versions WHERE dataset_id = (SELECT id FROM first) AND deleted_at IS NULL AND kind = 'log'
       AND (EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM planned))`,
    [datasetId, scope.tenantId, scope.projectId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { version_ids: versionIds, operation_ids: operationIds, schedule_ids: scheduleIds, ...dataset } = row;
  return operationIds === null
    ? { dataset: toDatasetRecord(dataset), versionIds }
    : { operationIds, scheduleIds: scheduleIds ?? [] };
}
