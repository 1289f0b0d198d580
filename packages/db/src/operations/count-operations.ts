import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import type { OperationFilter } from "../search/operation-filter.ts";

const HOUR_MS = 3_600_000;

/**
 * Operations of a project by status, over all filters but the status. Whole hours come from the counters; only the
 * broken hours at the ends of a period are counted row by row.
 */
export async function countOperations(
  sql: Sql,
  scope: Scope,
  filter: OperationFilter,
): Promise<Partial<Record<OperationStatus, number>>> {
  const values: unknown[] = [scope.tenantId, scope.projectId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const common = ["tenant_id = $1", "project_id = $2"];
  if (filter.types !== undefined) common.push(`type = ANY (${bind(filter.types)})`);
  if (filter.priorities !== undefined) common.push(`priority = ANY (${bind(filter.priorities)})`);

  const from = filter.from?.getTime() ?? Number.NEGATIVE_INFINITY;
  const before = filter.before?.getTime() ?? Number.POSITIVE_INFINITY;
  const firstWhole = Math.ceil(from / HOUR_MS) * HOUR_MS;
  const endWhole = Math.floor(before / HOUR_MS) * HOUR_MS;
  const where = common.join(" AND ");
  const parts: string[] = [];
  const period = (column: string, start: number, end: number): string =>
    [
      where,
      ...(Number.isFinite(start) ? [`${column} >= ${bind(new Date(start))}`] : []),
      ...(Number.isFinite(end) ? [`${column} < ${bind(new Date(end))}`] : []),
    ].join(" AND ");
  const rows = (start: number, end: number): void => {
    if (start < end)
      parts.push(
        `SELECT status, count(*) AS n FROM operations WHERE expired_at IS NULL AND ${period("created_at", start, end)} GROUP BY status`,
      );
  };

  if (firstWhole < endWhole) {
    for (const counts of ["operation_counts", "operation_count_deltas"]) {
      parts.push(
        `SELECT status, sum(n)::bigint AS n FROM ${counts} WHERE ${period("hour", firstWhole, endWhole)} GROUP BY status`,
      );
    }
    // The counts have what runs under Initiated, until it ends.
    parts.push(
      `SELECT c.status, sum(c.n)::bigint AS n FROM (
         SELECT r.*, o.type, o.priority FROM running_operations r
         CROSS JOIN LATERAL (SELECT type, priority FROM operations WHERE id = r.operation_id OFFSET 0) o
         WHERE r.tenant_id = $1 AND r.project_id = $2) r
       CROSS JOIN (VALUES ('Running', 1), ('Initiated', -1)) c (status, n)
       WHERE ${period("created_at", firstWhole, endWhole)} GROUP BY c.status`,
    );
    rows(from, firstWhole);
    rows(endWhole, before);
  } else {
    rows(from, before);
  }
  if (parts.length === 0) return {};
  const { rows: groups } = await sql.query<{ status: OperationStatus; n: number }>(
    `SELECT status, sum(n)::bigint AS n FROM (${parts.join(" UNION ALL ")}) AS part GROUP BY status`,
    values,
  );
  return Object.fromEntries(groups.map((group) => [group.status, group.n]));
}
