import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { RUNNING } from "../queue/places.ts";
import type { Scope } from "../scope.ts";
import { countFound } from "../search/count-found.ts";
import { searchRows } from "../search/search-rows.ts";
import { countOperations } from "./count-operations.ts";
import { readPhases } from "./operation-view.ts";
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
    ? `(SELECT json_agg(p ORDER BY p.idx) FROM (SELECT idx, name, weight, status, started_at, ended_at, progress, records_processed, detail
        FROM phases WHERE operation_id = o.id) p)`
    : "NULL::json";
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${LISTED_COLUMNS}, to_json(o.created_at) AS exact_created_at, now() AS now, ${phases} AS phases FROM ${found}`,
    values,
  );
  return rows;
}

/** What follows FROM, for the operations of a page by columns of their own. */
function filteredRows(scope: Scope, filter: OperationFilter, page: ListPage, bind: (value: unknown) => string): string {
  const [tenant, project] = [bind(scope.tenantId), bind(scope.projectId)];
  const conditions = ["o.expired_at IS NULL"];
  if (filter.types !== undefined) conditions.push(`o.type = ANY (${bind(filter.types)})`);
  if (filter.priorities !== undefined) conditions.push(`o.priority = ANY (${bind(filter.priorities)})`);
  const [from, before] = [filter.from, filter.before].map((time) => (time === undefined ? undefined : bind(time)));
  const after = page.after === undefined ? undefined : [bind(page.after.createdAt), bind(page.after.id)];
  /** What bounds a table of operations: the project, the filter's times and the page's cursor. */
  const within = (table: string, id: string): readonly string[] => [
    `${table}.tenant_id = ${tenant}`,
    `${table}.project_id = ${project}`,
    ...(from === undefined ? [] : [`${table}.created_at >= ${from}`]),
    ...(before === undefined ? [] : [`${table}.created_at < ${before}`]),
    ...(after === undefined ? [] : [`(${table}.created_at, ${table}.${id}) < (${after[0]}::timestamptz, ${after[1]})`]),
  ];
  const [size, offset] = [bind(page.size + 1), bind(page.offset)];
  const ordered = "ORDER BY o.created_at DESC, o.id DESC";
  const ofStage = (...stage: string[]): string =>
    `operations o WHERE ${[...within("o", "id"), ...conditions, ...stage].join(" AND ")}`;
  const running = (): string =>
    `${RUNNING} WHERE ${[...within("r", "operation_id"), ...conditions, "o.status = 'Running'"].join(" AND ")}
    ORDER BY r.created_at DESC, r.operation_id DESC`;
  if (filter.statuses === undefined && filter.pending !== true)
    return `${ofStage()} ${ordered} LIMIT ${size} OFFSET ${offset}`;
  // Each status has an order of its own: the page is the first of what begins each of them.
  const statuses = new Set(filter.statuses);
  const parts = [...statuses]
    .filter((status) => status !== "Initiated" && status !== "Running")
    .map((status) => `${ofStage(`o.stage = ${bind(status)}`)} ${ordered}`);
  if (statuses.has("Initiated"))
    parts.push(
      `${ofStage("o.stage = 'open'", ...(statuses.has("Running") ? [] : ["o.status = 'Initiated'"]))} ${ordered}`,
    );
  else {
    if (statuses.has("Running")) parts.push(running());
    if (filter.pending === true)
      parts.push(`${ofStage("o.stage = 'open'", "o.status = 'Initiated'", "o.blocked")} ${ordered}`);
  }
  const most = bind(page.size + 1 + page.offset);
  return `(${parts.map((part) => `(SELECT o.* FROM ${part} LIMIT ${most})`).join(" UNION ALL ")}) o
    ${ordered} LIMIT ${size} OFFSET ${offset}`;
}
