import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { countFound, MOST_COUNTED } from "../search/count-found.ts";
import { filteredRows, SEARCHES } from "../search/filtered-rows.ts";
import { countOperations } from "./count-operations.ts";
import { readPhases } from "./find-operation.ts";
import { OPERATION_COLUMNS, toOperationRecord, type OperationRecord, type PhaseRecord } from "./operation-record.ts";
import type { OperationFilter, ListCursor } from "./operation-filter.ts";

export interface OperationList {
  readonly operations: readonly {
    readonly operation: OperationRecord;
    readonly phases: readonly PhaseRecord[];
    readonly cursor: ListCursor;
  }[];
  readonly hasNextPage: boolean;
  readonly summary: {
    readonly total: number;
    readonly running: number;
    readonly completed: number;
    readonly failed: number;
    readonly cancelled: number;
    /** Of a search that finds many: the newest of them are counted. */
    readonly isPartial: boolean;
  };
  readonly now: Date;
}

/** One page of a project's operations, newest first, and the summary over all filters but the status. */
export async function listOperations(
  sql: Sql,
  scope: Scope,
  filter: OperationFilter,
  page: { readonly size: number; readonly offset: number; readonly after?: ListCursor; readonly withPhases: boolean },
): Promise<OperationList> {
  const [rows, counts] = await Promise.all([
    readRows(sql, scope, filter, page),
    filter.search === undefined ? countOperations(sql, scope, filter) : countFound(sql, scope, filter),
  ]);
  const count = (...statuses: OperationStatus[]): number =>
    statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  return {
    operations: rows.slice(0, page.size).map(({ exact_created_at, now: _now, phases: json, ...columns }) => ({
      operation: toOperationRecord(columns),
      phases: readPhases(json),
      cursor: { createdAt: String(exact_created_at), id: String(columns["id"]) },
    })),
    hasNextPage: rows.length > page.size,
    summary: {
      total: count("Initiated", "Running", "Completed", "Failed", "Timeout", "Cancelled"),
      running: count("Initiated", "Running"),
      completed: count("Completed"),
      failed: count("Failed", "Timeout"),
      cancelled: count("Cancelled"),
      isPartial: filter.search !== undefined && Object.values(counts).reduce((sum, n) => sum + n, 0) === MOST_COUNTED,
    },
    now: rows[0] === undefined ? new Date() : (rows[0]["now"] as Date),
  };
}

/** The rows of a page and one more, where there is one. */
async function readRows(
  sql: Sql,
  scope: Scope,
  filter: OperationFilter,
  page: Parameters<typeof listOperations>[3],
): Promise<readonly Record<string, unknown>[]> {
  let rows: readonly Record<string, unknown>[] = [];
  for (const by of filter.search === undefined ? (["newest"] as const) : SEARCHES) {
    const values: unknown[] = [scope.tenantId, scope.projectId];
    const bind = (value: unknown): string => `$${values.push(value)}`;
    const { tables, order, conditions } = filteredRows(filter, bind, by, page.after);
    const narrow = [...conditions, "o.expired_at IS NULL"];
    if (filter.statuses !== undefined || filter.pending === true) {
      const choices = [`o.status = ANY (${bind(filter.statuses ?? [])})`];
      if (filter.pending === true) choices.push("o.status = 'Initiated' AND o.blocked");
      narrow.push(`(${choices.join(" OR ")})`);
    }
    const phases = page.withPhases
      ? "(SELECT json_agg(p ORDER BY p.idx) FROM phases p WHERE p.operation_id = o.id)"
      : "NULL::json";
    ({ rows } = await sql.query<Record<string, unknown>>(
      `SELECT ${OPERATION_COLUMNS}, to_json(o.created_at) AS exact_created_at, now() AS now, ${phases} AS phases
     FROM ${tables} WHERE ${narrow.join(" AND ")}
     ORDER BY ${order} LIMIT ${bind(page.size + 1)} OFFSET ${bind(page.offset)}`,
      values,
    ));
    if (rows.length > page.size) break;
  }
  return rows;
}
