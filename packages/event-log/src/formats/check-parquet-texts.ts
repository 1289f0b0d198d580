import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { MAX_LISTED_ROWS, type ErrorTally } from "../terms/error-tally.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";

/** A column of text: its name, and the SQL that reads it. */
export interface ParquetText {
  readonly name: string;
  readonly sql: string;
}

/** Columns that one statement looks at. */
const COLUMNS_PER_CHECK = 40;

/**
 * Finds the columns with NULs, which have to be replaced, and reports the rows that have any.
 * @throws ImportRefusal for a value that is longer than accepted
 */
export async function checkParquetTexts(
  session: DuckDbSession,
  source: string,
  texts: readonly ParquetText[],
  bounds: ImportBounds,
  tally: ErrorTally,
): Promise<ReadonlySet<ParquetText>> {
  const replacing = new Set<ParquetText>();
  for (let from = 0; from < texts.length; from += COLUMNS_PER_CHECK) {
    const some = texts.slice(from, from + COLUMNS_PER_CHECK);
    const checks = some.flatMap(({ sql }) => [`coalesce(bool_or(${hasNul(sql)}), false)`, `max(strlen(${sql}))`]);
    const [found = []] = await session.query(`SELECT ${checks.join(", ")} FROM ${source}`);
    for (const [at, text] of some.entries()) {
      if (found[2 * at] === true) replacing.add(text);
      if (Number(found[2 * at + 1] ?? 0) > bounds.limits.maxCellBytes)
        await refuseLongValue(session, source, text, bounds);
    }
  }
  if (replacing.size === 0) return replacing;
  const where = [...replacing].map(({ sql }) => hasNul(sql)).join(" OR ");
  const rows = await session.query(
    `SELECT file_row_number, count(*) OVER () FROM ${source} WHERE ${where} ORDER BY 1 LIMIT ${MAX_LISTED_ROWS}`,
  );
  const examples = rows.map(([row]) => ({ row: Number(row) + 1 }));
  tally.addMany("Invalid Encoding", Number(rows[0]?.[1] ?? 0), examples, true);
  return replacing;
}

const hasNul = (sql: string): string => `contains(${sql}, chr(0))`;

async function refuseLongValue(
  session: DuckDbSession,
  source: string,
  { name, sql }: ParquetText,
  bounds: ImportBounds,
): Promise<never> {
  const [found = []] = await session.query(
    `SELECT file_row_number FROM ${source} WHERE strlen(${sql}) > ${bounds.limits.maxCellBytes} ORDER BY 1 LIMIT 1`,
  );
  const element = `row ${Number(found[0]) + 1}`;
  throw new ImportRefusal(
    "TooLarge",
    `The value of column ${JSON.stringify(name)} in ${element} has ${bounds.moreThan("maxCellBytes", "bytes")}. Shorten it, or leave the column out.`,
    { element },
  );
}
