import type { Dictionary } from "../parquet/parquet-column.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { sqlText } from "../text/sql-text.ts";

/** Months as spreadsheets write them in dates that they make of texts, in the languages of most. */
const MONTHS = [
  "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
  "Mrz|Mär|Mai|Okt|Dez",
  "janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc",
  "ene|feb|abr|may|jun|jul|ago|sep|dic",
  "gen|mag|giu|lug|set|ott",
  "mrt|mei|okt|dec|jan|apr|aug|mar",
].join("|");
/** `4-Mar`, `Mar-04`, `04. Mrz`, `Mrz 04`, `mars-04`. */
const DATED = String.raw`\d{1,2}(?:-|\. ?| )(?:${MONTHS})\.?|(?:${MONTHS})\.?[- ]\d{2}`;
/** Whole dates, with the midnight that some programs add. */
const WHOLE = String.raw`(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})(?:[ T]00:00(?::00)?)?`;
/** Share of the texts from which they are dates as their owner wrote them, such as months that are cases. */
const MOST = 0.3;
const LEAST_OTHERS = 3;
/** Words of three or four letters in the place of a month say that the months are such words too, as keys of projects are. */
const LIKE = String.raw`\d{1,2}(?:-|\. ?| )\p{L}{3,4}\.?|\p{L}{3,4}\.?[- ]\d{1,2}`;
const HOLDS_WHOLE = String.raw`\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}`;

const matches = (pattern: string): string => `regexp_full_match(text, ${sqlText(pattern)})`;
/** Simpler checks than patterns exclude nearly all texts. */
/** SQL that is true for a `text` written as such dates. */
export const IS_DATED = `(length(text) BETWEEN 5 AND 21 AND (contains(text, '-') OR contains(text, '.') OR contains(text, '/') OR contains(text, ' '))
  AND (${matches(DATED)} OR ${matches(WHOLE)}))`;

/**
 * SQL that is true for texts of a table, with its column `text`, that a spreadsheet turned into dates, such as `Mar-04` for
 * `MAR4` among ids such as `MAR4-17`; null where there are none, more than a few are dates, or others are written alike.
 * @param dated how many of all `texts` are `IS_DATED`
 */
export async function datedTextSql(
  session: DuckDbSession,
  table: string,
  { dated, texts }: { readonly dated: number; readonly texts: number },
): Promise<string | null> {
  if (dated === 0 || dated > MOST * texts || texts - dated < LEAST_OTHERS) return null;
  const [[alike] = []] = await session.query(
    `SELECT count(*) FROM ${table} WHERE NOT ${IS_DATED} AND (${matches(LIKE)} OR regexp_matches(text, ${sqlText(HOLDS_WHOLE)}))`,
  );
  return Number(alike) === 0 ? IS_DATED : null;
}

const [DASH, DOT, SLASH] = [45, 46, 47];
const SHORTEST_DATE = 8;

/** Whether some text has the signs of a whole date in their places. This check is faster than whether it is a date. */
export function mayHoldDates({ count, bytes, starts, lengths }: Dictionary): boolean {
  for (let number = 0; number < count; number++) {
    if ((lengths[number] ?? 0) < SHORTEST_DATE) continue;
    const start = starts[number] ?? 0;
    if (bytes[start + 4] === DASH && bytes[start + 7] === DASH) return true;
    for (const sign of [bytes[start + 1], bytes[start + 2]]) if (sign === DOT || sign === SLASH) return true;
  }
  return false;
}
