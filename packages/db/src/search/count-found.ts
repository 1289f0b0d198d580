import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { OperationFilter } from "../operations/list-operations.ts";
import type { Scope } from "../scope.ts";
import { filteredRows } from "./filtered-rows.ts";

/** Of what a search finds, the newest are counted: a word that a million operations have would take seconds. */
export const MOST_COUNTED = 1000;

/** The newest operations that a search finds, by status. */
export async function countFound(
  sql: Sql,
  scope: Scope,
  filter: OperationFilter,
): Promise<Partial<Record<OperationStatus, number>>> {
  const values: unknown[] = [scope.tenantId, scope.projectId];
  const { tables, order, conditions } = filteredRows(filter, (value) => `$${values.push(value)}`);
  const { rows } = await sql.query<{ status: OperationStatus; n: number }>(
    `SELECT status, count(*) AS n FROM (
       SELECT o.status FROM ${tables} WHERE ${conditions.join(" AND ")} AND o.expired_at IS NULL
       ORDER BY ${order} LIMIT ${MOST_COUNTED}) found GROUP BY status`,
    values,
  );
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}
