import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { ROW_STATES, type RowState } from "@longhaul/domain";
import { isGoodRow, role as roleSql, type EventTablePlan } from "./table-rows.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { shortValue, type ErrorTally } from "../terms/error-tally.ts";
import type { ColumnRole, RowCounts } from "../terms/import-result.ts";
import type { ImportErrorExample } from "../terms/import-error.ts";
import { listRows } from "./list-rows.ts";

/** Rows of the table that a doubt is about, by the value of a role. */
export interface DoubtedRows {
  readonly role: ColumnRole;
  /** SQL that is true for such a value, of the SQL of the value. */
  readonly holds: (value: string) => string;
}

/** A doubt, and which rows it is about, if it isn't about the file as a whole. */
export interface FoundDoubt extends Doubt {
  readonly rows?: DoubtedRows;
}

/** The doubt as it is reported. */
export function withoutRows(found: FoundDoubt): Doubt {
  const { rows: _, unlessInTable: __, ...doubt } = found;
  return doubt;
}

/** One line of a list: a record of the file, and what was found in it. */
interface ListedRow extends ImportErrorExample {
  /** Type of the error, or kind of the doubt. */
  readonly reason: string;
}

interface RowList {
  total: number;
  readonly rows: ListedRow[];
}

/**
 * Writes the records that were left out, repaired, or read with a doubt, in the order of the file: `<state>.jsonl` in
 * `folder`, no file for a state without any. Of each error and doubt the first ones are listed, all are counted.
 */
export async function writeRowLists(
  session: DuckDbSession,
  plan: EventTablePlan,
  tally: ErrorTally,
  doubts: readonly FoundDoubt[],
  folder: string,
): Promise<Readonly<Record<RowState, RowCounts>>> {
  const lists: Record<RowState, RowList> = {
    rejected: { total: 0, rows: [] },
    repaired: { total: 0, rows: [] },
    doubtful: { total: 0, rows: [] },
  };
  const add = (state: RowState, reason: string, total: number, examples: readonly ImportErrorExample[]): void => {
    lists[state].total += total;
    for (const example of examples) lists[state].rows.push(listedRow(example, reason));
  };
  for (const { type, resolved, count, listed } of tally.entries())
    add(resolved ? "repaired" : "rejected", type, count, listed);
  const aboutRows = doubts.flatMap(({ kind, count = 0, rows }) => (rows === undefined ? [] : [{ kind, count, rows }]));
  const found = await listRows(
    session,
    plan,
    aboutRows.map(({ rows: { role, holds } }) => ({ role, condition: `${isGoodRow} AND ${holds(roleSql(role))}` })),
  );
  for (const [at, { kind, count }] of aboutRows.entries()) add("doubtful", kind, count, found[at] ?? []);
  for (const { kind, count, examples = [], rows } of doubts) {
    const placed = examples.filter(isPlaced);
    if (rows === undefined && placed.length > 0) add("doubtful", kind, count ?? placed.length, placed);
  }
  const counts = { rejected: { total: 0, kept: 0 }, repaired: { total: 0, kept: 0 }, doubtful: { total: 0, kept: 0 } };
  for (const state of ROW_STATES) {
    const { total, rows } = lists[state];
    counts[state] = { total, kept: rows.length };
    if (rows.length > 0) await writeLines(join(folder, `${state}.jsonl`), rows.toSorted(compareByPlace));
  }
  return counts;
}

const isPlaced = ({ line, row, element }: ImportErrorExample): boolean => (line ?? row ?? element) !== undefined;

function listedRow({ line, row, element, column, value }: ImportErrorExample, reason: string): ListedRow {
  return {
    ...(line === undefined ? {} : { line }),
    ...(row === undefined ? {} : { row }),
    ...(element === undefined ? {} : { element: shortValue(element) }),
    ...(column === undefined ? {} : { column: shortValue(column) }),
    ...(value === undefined ? {} : { value: shortValue(value) }),
    reason,
  };
}

const byNumbers = new Intl.Collator("en", { numeric: true });

function compareByPlace(a: ListedRow, b: ListedRow): number {
  const elements = a.element === b.element ? 0 : byNumbers.compare(a.element ?? "", b.element ?? "");
  return elements || (a.line ?? 0) - (b.line ?? 0) || (a.row ?? 0) - (b.row ?? 0);
}

async function writeLines(path: string, rows: readonly ListedRow[]): Promise<void> {
  const file = createWriteStream(path);
  for (const row of rows) if (!file.write(`${JSON.stringify(row)}\n`)) await once(file, "drain");
  file.end();
  await finished(file);
}
