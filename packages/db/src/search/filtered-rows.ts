import type { ListCursor, OperationFilter } from "../operations/operation-filter.ts";

/** Parts of a statement on a project's operations (`$1`, `$2`), the newest first. */
export interface FilteredRows {
  readonly tables: string;
  readonly order: string;
  /** All filters but the status. */
  readonly conditions: readonly string[];
}

/**
 * How words are looked for. The planner can't tell how many operations have a word that it has never met, and reads a million
 * rows for the wrong guess. So the newest are read first, which finds frequent words; where that isn't enough, the index of words
 * is, whose cost goes by what it finds.
 */
export const SEARCHES = ["newest", "index"] as const;
export type SearchBy = (typeof SEARCHES)[number];

/** Rows with a word in a hundred of them fill a page from so many. */
const NEWEST = 20_000;

export function filteredRows(
  filter: OperationFilter,
  bind: (value: unknown) => string,
  by: SearchBy,
  after?: ListCursor,
): FilteredRows {
  const [row, id] = filter.search === undefined ? (["o", "id"] as const) : (["w", "operation_id"] as const);
  const own = [`${row}.tenant_id = $1`, `${row}.project_id = $2`];
  if (filter.from !== undefined) own.push(`${row}.created_at >= ${bind(filter.from)}`);
  if (filter.before !== undefined) own.push(`${row}.created_at < ${bind(filter.before)}`);
  if (after !== undefined)
    own.push(`(${row}.created_at, ${row}.${id}) < (${bind(after.createdAt)}::timestamptz, ${bind(after.id)})`);
  const others: string[] = [];
  if (filter.types !== undefined) others.push(`o.type = ANY (${bind(filter.types)})`);
  if (filter.priorities !== undefined) others.push(`o.priority = ANY (${bind(filter.priorities)})`);
  const order = `${row}.created_at DESC, ${row}.${id} DESC`;
  if (filter.search === undefined) return { tables: "operations o", order, conditions: [...own, ...others] };
  const holds = `w.words @@ search_query($1, $2, ${bind(filter.search)})`;
  // OFFSET 0: what is inside is planned by itself.
  const words =
    by === "newest"
      ? `SELECT * FROM operation_words w WHERE ${own.join(" AND ")} ORDER BY ${order} LIMIT ${NEWEST}`
      : `SELECT * FROM operation_words w WHERE ${holds} OFFSET 0`;
  return {
    tables: `(${words}) w JOIN operations o ON o.id = w.operation_id`,
    order,
    conditions: [...(by === "newest" ? [holds] : own), ...others],
  };
}
