import type { Doubt } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { cellText } from "../text/cell-text.ts";
import { maxExamples } from "../terms/error-tally.ts";
import type { ImportErrorExample } from "../terms/import-error.ts";
import type { RecordColumns } from "./record-columns.ts";

const POINTS = 5;
const WORD = 2 ** 32;
const TRACE = "(place >> 32)";

/** Whether a trace whose records are in memory has the name of another, or may have. */
export function hasSameNames(records: RecordColumns, column: number): boolean {
  const { numbers, texts } = records.column(column);
  const owners = new Float64Array(texts.count);
  for (let row = 0; row < records.rowsHeld; row++) {
    const number = numbers[row] ?? -1;
    const trace = Math.floor(records.placeOf(row) / WORD);
    if (number < 0 || trace === 0) continue;
    if (owners[number] !== 0 && owners[number] !== trace) return true;
    owners[number] = trace;
  }
  return false;
}

/**
 * Keeps the traces of a staged XES log apart that have the same name, as each is a case: the second and all further ones
 * get their number behind the name.
 * @param column SQL of the column with the names; the number of the trace is the upper word of its events' places, 0 = in none
 */
export async function keepTracesApart(session: DuckDbSession, column: string): Promise<Doubt[]> {
  await session.query(
    `CREATE OR REPLACE TEMP TABLE same_names AS
     SELECT number, name FROM (
       SELECT name, number, row_number() OVER (PARTITION BY name ORDER BY number) AS place FROM (
         SELECT DISTINCT ${column} AS name, ${TRACE} AS number FROM staged WHERE ${TRACE} > 0 AND ${column} IS NOT NULL
       )
     ) WHERE place > 1`,
  );
  const found = await session.query(
    `SELECT number, name, count(*) OVER () FROM same_names ORDER BY number LIMIT ${maxExamples}`,
  );
  if (found.length === 0) return [];
  await session.query(
    `UPDATE staged SET ${column} = ${column} || ' (' || ${TRACE} || ')' WHERE ${TRACE} IN (SELECT number FROM same_names)`,
  );
  const examples = found.map(([at, name]) => ({ element: `trace ${Number(at)}`, value: cellText(name) }));
  return doubtNames(Number(found[0]?.[2]), examples);
}

/** Tells of cases that had the name of an earlier one. */
export function doubtNames(count: number, examples: readonly ImportErrorExample[]): Doubt[] {
  if (count === 0) return [];
  const names = examples.slice(0, 3).map(({ element = "", value }) => `${element}, ${JSON.stringify(value)}`);
  return [
    {
      kind: "SameTraceName",
      detail: `${count} of the cases have the name of an earlier one (${names.join("; ")}). They were kept apart, with their number behind the name. Give each case a name of its own if that is wrong, or name another column as caseId in the mapping.`,
      count,
      examples,
      points: POINTS,
    },
  ];
}
