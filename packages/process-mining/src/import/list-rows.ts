import { readRows, type CanonicalPlan } from "./canonical-rows.ts";
import { cellText } from "./cell-text.ts";
import type { DuckDbSession } from "./duckdb-session.ts";
import { MAX_LISTED_ROWS, MAX_VALUE_LENGTH } from "./error-tally.ts";
import type { ColumnRole } from "./import-result.ts";
import type { ImportErrorExample } from "./import-error.ts";

/** Rows of the file that something is to be said about. */
export interface RowCondition {
  readonly role: ColumnRole;
  /** SQL over the columns of `readRows`. */
  readonly condition: string;
}

/** For each condition its first rows in the order of the file, with their places and what the role's column holds. */
export async function listRows(
  session: DuckDbSession,
  plan: CanonicalPlan,
  conditions: readonly RowCondition[],
): Promise<readonly (readonly ImportErrorExample[])[]> {
  const found: { readonly column: string; readonly rows: readonly { index: number; value: string }[] }[] = [];
  for (const { role, condition } of conditions) {
    const column = plan.log.columns[plan.roles[role] ?? -1];
    const value = `left(CAST(${column?.sql ?? "NULL"} AS VARCHAR), ${MAX_VALUE_LENGTH})`;
    const rows = await session.query(
      `SELECT row_index, ${value} FROM ${readRows(plan)} WHERE ${condition} ORDER BY row_index LIMIT ${MAX_LISTED_ROWS}`,
    );
    found.push({
      column: column?.name ?? "",
      rows: rows.map(([index, text]) => ({ index: Number(index), value: cellText(text) })),
    });
  }
  // Finding places may read the file from its beginning, which is done once for all.
  const indexes = [...new Set(found.flatMap(({ rows }) => rows.map(({ index }) => index)))].toSorted((a, b) => a - b);
  const places = indexes.length === 0 ? [] : await plan.log.locate(indexes);
  const placeOf = new Map(indexes.map((index, at) => [index, places[at]]));
  return found.map(({ column, rows }) =>
    rows.map(({ index, value }) => ({ column, ...placeOf.get(index), ...(value.trim() === "" ? {} : { value }) })),
  );
}
