import { scanSampled } from "../time/scan-time.ts";
import { readRows, type EventTablePlan } from "./table-rows.ts";
import { cellText } from "../text/cell-text.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { MAX_LISTED_ROWS, MAX_VALUE_LENGTH } from "../terms/error-tally.ts";
import type { ColumnRole } from "../terms/import-result.ts";
import type { ImportErrorExample } from "../terms/import-error.ts";

/** Rows of the file that something is to be said about. */
export interface RowCondition {
  readonly role: ColumnRole;
  /** SQL over the columns of `readRows`. */
  readonly condition: string;
}

const hasDay = (text: string): boolean => (scanSampled(text)?.date ?? null) !== null;

/** For each condition its first rows in the order of the file, with their places and what the role's column holds, or that of its time of day where it is at fault. */
export async function listRows(
  session: DuckDbSession,
  plan: EventTablePlan,
  conditions: readonly RowCondition[],
): Promise<readonly (readonly ImportErrorExample[])[]> {
  const found: (readonly { readonly column: string; readonly index: number; readonly value: string }[])[] = [];
  for (const { role, condition } of conditions) {
    const column = plan.log.columns[plan.roles[role] ?? -1];
    const clock = role === "timestamp" || role === "startTimestamp" ? plan.clocks?.[role] : undefined;
    const clockColumn = plan.log.columns[clock?.index ?? -1];
    const textOf = (sql = "NULL"): string => `left(CAST(${sql} AS VARCHAR), ${MAX_VALUE_LENGTH})`;
    const rows = await session.query(
      `SELECT row_index, ${textOf(column?.sql)}, ${textOf(clockColumn?.sql)} FROM ${readRows(plan)} WHERE ${condition} ORDER BY row_index LIMIT ${MAX_LISTED_ROWS}`,
    );
    found.push(
      rows.map(([index, text, time]) => {
        // A day that can be read isn't at fault where its time of day can't.
        const isClock = clock !== undefined && hasDay(cellText(text)) && !clock.reads(cellText(time));
        const of = isClock ? clockColumn : column;
        return { column: of?.name ?? "", index: Number(index), value: cellText(isClock ? time : text) };
      }),
    );
  }
  // Finding places may read the file from its beginning, which is done once for all.
  const indexes = [...new Set(found.flatMap((rows) => rows.map(({ index }) => index)))].toSorted((a, b) => a - b);
  const places = indexes.length === 0 ? [] : await plan.log.locate(indexes);
  const placeOf = new Map(indexes.map((index, at) => [index, places[at]]));
  return found.map((rows) =>
    rows.map(({ column, index, value }) => ({
      column,
      ...placeOf.get(index),
      ...(value.trim() === "" ? {} : { value }),
    })),
  );
}
