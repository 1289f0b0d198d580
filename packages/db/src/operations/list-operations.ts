import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { countFound } from "../search/count-found.ts";
import { searchRows } from "../search/search-rows.ts";
import { countOperations } from "./count-operations.ts";
import { readPhases } from "./find-operation.ts";
import { LISTED_COLUMNS, toOperationRecord, type OperationRecord, type PhaseRecord } from "./operation-record.ts";
import type { ListCursor, ListPage, OperationFilter } from "../search/operation-filter.ts";

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
    /** Of a search that finds more than 1,000: the newest of them are counted. */
    readonly isPartial: boolean;
  };
  readonly now: Date;
}

/** One page of a project's operations, newest first, and the summary over all filters but the status. */
export async function listOperations(
  sql: Sql,
  scope: Scope,
  filter: OperationFilter,
  page: ListPage,
): Promise<OperationList> {
  const { search } = filter;
  const [rows, { counts, isPartial }] = await Promise.all([
    readRows(sql, scope, filter, page),
    search === undefined
      ? countOperations(sql, scope, filter).then((all) => ({ counts: all, isPartial: false }))
      : countFound(sql, scope, { ...filter, search }),
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
      isPartial,
    },
    now: rows[0] === undefined ? new Date() : (rows[0]["now"] as Date),
  };
}

/** The rows of a page and one more, where there is one. */
async function readRows(
  sql: Sql,
  scope: Scope,
  filter: OperationFilter,
  page: ListPage,
): Promise<readonly Record<string, unknown>[]> {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const { search } = filter;
  const found =
    search === undefined
      ? filteredRows(scope, filter, page, bind)
      : searchRows(scope, { ...filter, search }, page, bind);
  const phases = page.withPhases
    ? "(SELECT json_agg(p ORDER BY p.idx) FROM phases p WHERE p.operation_id = o.id)"
    : "NULL::json";
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${LISTED_COLUMNS}, to_json(o.created_at) AS exact_created_at, now() AS now, ${phases} AS phases FROM ${found}`,
    values,
  );
  return rows;
}

/** What follows FROM, for the operations of a page by columns of their own. */
function filteredRows(scope: Scope, filter: OperationFilter, page: ListPage, bind: (value: unknown) => string): string {
  const conditions = [
    `o.tenant_id = ${bind(scope.tenantId)}`,
    `o.project_id = ${bind(scope.projectId)}`,
    "o.expired_at IS NULL",
  ];
  if (filter.from !== undefined) conditions.push(`o.created_at >= ${bind(filter.from)}`);
  if (filter.before !== undefined) conditions.push(`o.created_at < ${bind(filter.before)}`);
  if (page.after !== undefined)
    conditions.push(`(o.created_at, o.id) < (${bind(page.after.createdAt)}::timestamptz, ${bind(page.after.id)})`);
  if (filter.types !== undefined) conditions.push(`o.type = ANY (${bind(filter.types)})`);
  if (filter.priorities !== undefined) conditions.push(`o.priority = ANY (${bind(filter.priorities)})`);
  if (filter.statuses !== undefined || filter.pending === true) {
    const choices = [`o.status = ANY (${bind(filter.statuses ?? [])})`];
    if (filter.pending === true) choices.push("o.status = 'Initiated' AND o.blocked");
    conditions.push(`(${choices.join(" OR ")})`);
  }
  return `operations o WHERE ${conditions.join(" AND ")}
    ORDER BY o.created_at DESC, o.id DESC LIMIT ${bind(page.size + 1)} OFFSET ${bind(page.offset)}`;
}
