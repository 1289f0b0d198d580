import type { OperationFilter } from "../operations/list-operations.ts";

/** Parts of a statement on a project's operations (`$1`, `$2`), the newest first. */
export interface FilteredRows {
  readonly tables: string;
  readonly order: string;
  /** Where a row stands in that order. */
  readonly at: string;
  /** All filters but the status. */
  readonly conditions: readonly string[];
}

/** With a search the rows of the words lead: they have the order, and an index for rare words beside it. */
export function filteredRows(filter: OperationFilter, bind: (value: unknown) => string): FilteredRows {
  const isSearch = filter.search !== undefined;
  const [row, id] = isSearch ? (["w", "operation_id"] as const) : (["o", "id"] as const);
  const conditions = [`${row}.tenant_id = $1`, `${row}.project_id = $2`];
  if (isSearch) conditions.push(`w.words @@ search_query($1, $2, ${bind(filter.search)})`);
  if (filter.types !== undefined) conditions.push(`o.type = ANY (${bind(filter.types)})`);
  if (filter.priorities !== undefined) conditions.push(`o.priority = ANY (${bind(filter.priorities)})`);
  if (filter.from !== undefined) conditions.push(`${row}.created_at >= ${bind(filter.from)}`);
  if (filter.before !== undefined) conditions.push(`${row}.created_at < ${bind(filter.before)}`);
  return {
    tables: isSearch ? "operation_words w JOIN operations o ON o.id = w.operation_id" : "operations o",
    order: `${row}.created_at DESC, ${row}.${id} DESC`,
    at: `(${row}.created_at, ${row}.${id})`,
    conditions,
  };
}
