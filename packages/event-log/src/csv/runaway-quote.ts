import type { CsvDialect } from "./csv-dialect.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { ErrorTally } from "../terms/error-tally.ts";
import { sqlText } from "../text/sql-text.ts";

/** Number of columns from which two lines alone are evidence enough. */
const TELLING_WIDTH = 5;
/** Repetitions that a pattern may have. */
const MAX_WIDTH = 500;
const POINTS = 3;

/**
 * Whether a quoted value of several lines comes from a quote that stands for itself and swallowed the records up to the next
 * quote: cut at its line ends, each piece is a record as wide as the table, the first with the fields before it and the
 * last with the rest of its line.
 */
export function isRunaway(
  value: string,
  { delimiter, width, fieldsBefore, rest }: { delimiter: string; width: number; fieldsBefore: number; rest: string },
): boolean {
  const [first = "", ...lines] = value.split(/\r\n|\n|\r/);
  const last = lines.pop();
  if (last === undefined || width < 2) return false;
  const count = (text: string): number => text.split(delimiter).length - 1;
  const middle = lines.filter((line) => line.trim() !== "");
  if (middle.length === 0 && width < TELLING_WIDTH) return false;
  return (
    fieldsBefore + count(first) === width - 1 &&
    count(last) + count(rest) === width - 1 &&
    middle.every((line) => count(line) === width - 1)
  );
}

/** Whether a staged value could be a runaway; only reading the file again distinguishes those. */
export async function mayHaveRunaways(
  session: DuckDbSession,
  { delimiter }: CsvDialect,
  columns: readonly string[],
): Promise<boolean> {
  const width = columns.length;
  if (width < 2 || width > MAX_WIDTH) return false;
  const literal = `\\x{${delimiter.charCodeAt(0).toString(16)}}`;
  const fields = (count: number): string => `(?:[^${literal}\\r\\n]*${literal}){${count}}[^${literal}\\r\\n]*`;
  const conditions = columns.map((column, at) => {
    const last = at === 0 ? "" : `|[\\r\\n]${fields(at)}$`;
    const pattern = `[\\r\\n]${fields(width - 1)}[\\r\\n]${last}`;
    const isOfLines = `(contains(${column}, chr(10)) OR contains(${column}, chr(13)))`;
    return `(${isOfLines} AND regexp_matches(${column}, ${sqlText(pattern)}))`;
  });
  const [found] = await session.query(`SELECT 1 FROM staged WHERE ${conditions.join(" OR ")} LIMIT 1`);
  return found !== undefined;
}

/** The doubt about records in which a quote was read as text. */
export function doubtQuotes(tally: ErrorTally): Doubt[] {
  const found = tally.summaries().find(({ type, resolved }) => type === "Malformed Quotes" && resolved);
  if (found === undefined) return [];
  const lines = found.examples.flatMap(({ line }) => line ?? []).join(", ");
  return [
    {
      kind: "RunawayQuote",
      detail: `Quotes on the lines ${lines} would have swallowed the records between them, each as wide as the table, and were taken as text.`,
      count: found.count,
      points: POINTS,
    },
  ];
}
