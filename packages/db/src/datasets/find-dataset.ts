import type { Db, Sql } from "../client.ts";
import { plainNumbers } from "../plain-numbers.ts";
import type { Scope } from "../scope.ts";
import { DATASET_COLUMNS, toDatasetRecord, type DatasetRecord, type DatasetStatus } from "./dataset-record.ts";

/** A dataset of a project, or null when there is none, or it was deleted. */
export async function findDataset(sql: Sql, scope: Scope, datasetId: string): Promise<DatasetRecord | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${DATASET_COLUMNS} FROM datasets WHERE id = $1 AND tenant_id = $2 AND project_id = $3 AND deleted_at IS NULL AND kind = 'log'`,
    [datasetId, scope.tenantId, scope.projectId],
  );
  return rows[0] === undefined ? null : toDatasetRecord(rows[0]);
}

/** One page of a project's datasets, newest first. */
export async function listDatasets(
  { prisma }: Pick<Db, "prisma">,
  scope: Scope,
  page: { readonly size: number; readonly offset: number; readonly status?: DatasetStatus },
): Promise<{ datasets: DatasetRecord[]; hasNextPage: boolean }> {
  const rows = await prisma.dataset.findMany({
    where: {
      tenantId: scope.tenantId,
      projectId: scope.projectId,
      deletedAt: null,
      kind: "log",
      ...(page.status === undefined ? {} : { status: page.status }),
    },
    omit: { deletedAt: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: page.size + 1,
    skip: page.offset,
  });
  return {
    datasets: rows.slice(0, page.size).map((row) => plainNumbers(row) as unknown as DatasetRecord),
    hasNextPage: rows.length > page.size,
  };
}

/**
 * Marks a dataset deleted, unless a live operation reads it, or will, because another of its batch has made it, or a schedule
 * names it.
 * @returns the deleted row, what uses it (ten ids at most), or null when there is none
 */
export async function deleteDataset(
  sql: Sql,
  scope: Scope,
  datasetId: string,
): Promise<DatasetRecord | { readonly operationIds: string[]; readonly scheduleIds: string[] } | null> {
  const { rows } = await sql.query<
    Record<string, unknown> & { operation_ids: string[] | null; schedule_ids: string[] | null }
  >(
    `WITH users AS (
       SELECT id FROM operations o
       WHERE tenant_id = $2 AND project_id = $3 AND status IN ('Initiated', 'Running')
         AND (dataset_id = $1 OR $1 = ANY (further_dataset_ids) OR dataset_id IS NULL AND EXISTS (
           SELECT FROM checkpoints c WHERE c.operation_id = o.dataset_from AND c.output->>'outputDatasetId' = $1::text))
       LIMIT 10
     ), planned AS (
       SELECT id FROM schedules WHERE tenant_id = $2 AND project_id = $3 AND $1 = ANY (dataset_ids) LIMIT 10
     ), gone AS (
       UPDATE datasets SET deleted_at = now(), epoch = epoch + 1
       WHERE id = $1 AND tenant_id = $2 AND project_id = $3 AND deleted_at IS NULL AND kind = 'log' AND NOT EXISTS (SELECT 1 FROM users)
         AND NOT EXISTS (SELECT 1 FROM planned)
       RETURNING *
     )
     SELECT ${DATASET_COLUMNS}, NULL::text[] AS operation_ids, NULL::text[] AS schedule_ids FROM gone
     UNION ALL
     SELECT ${DATASET_COLUMNS}, (SELECT coalesce(array_agg(id), '{}') FROM users), (SELECT coalesce(array_agg(id), '{}') FROM planned) FROM datasets
     WHERE id = $1 AND tenant_id = $2 AND project_id = $3 AND deleted_at IS NULL AND kind = 'log'
       AND (EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM planned))`,
    [datasetId, scope.tenantId, scope.projectId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { operation_ids: operationIds, schedule_ids: scheduleIds, ...dataset } = row;
  return operationIds === null ? toDatasetRecord(dataset) : { operationIds, scheduleIds: scheduleIds ?? [] };
}
