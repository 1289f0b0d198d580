import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { OperationFilter } from "../operations/operation-filter.ts";
import type { Scope } from "../scope.ts";
import { filteredRows, SEARCHES } from "./filtered-rows.ts";

/** Of what a search finds, the newest are counted: a word that a million operations have would take seconds. */
export const MOST_COUNTED = 200;

/** The newest operations that a search finds, by status. */
export async function countFound(
  sql: Sql,
  scope: Scope,
  filter: OperationFilter,
): Promise<Partial<Record<OperationStatus, number>>> {
  let counts: Partial<Record<OperationStatus, number>> = {};
  for (const by of SEARCHES) {
    const values: unknown[] = [scope.tenantId, scope.projectId];
    const { tables, order, conditions } = filteredRows(filter, (value) => `$${values.push(value)}`, by);
    const { rows } = await sql.query<{ status: OperationStatus; n: number }>(
      `SELECT status, count(*) AS n FROM (
       SELECT o.status FROM ${tables} WHERE ${conditions.join(" AND ")} AND o.expired_at IS NULL
       ORDER BY ${order} LIMIT ${MOST_COUNTED}) found GROUP BY status`,
      values,
    );
    counts = Object.fromEntries(rows.map(({ status, n }) => [status, n]));
    if (rows.reduce((sum, { n }) => sum + n, 0) >= MOST_COUNTED) break;
  }
  return counts;
}
