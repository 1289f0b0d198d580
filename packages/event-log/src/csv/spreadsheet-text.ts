import { cellText } from "../text/cell-text.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { sqlText } from "../text/sql-text.ts";
import type { StagedColumn, StagedLog } from "../staging/staged-log.ts";

/** A text that a program wrote as a formula, so that a spreadsheet keeps its zeros: `="000123"`. */
const FORMULA = String.raw`\s*="(?:[^"]|"")*"\s*`;
const FORMULA_TEXT = /^\s*="((?:[^"]|"")*)"\s*$/;
/** A single one may be a name. */
const LEAST_APOSTROPHES = 2;
/** Columns that one statement looks at: what planning one costs grows with their square. */
const COLUMNS_AT_ONCE = 40;
const MOST_NAMES = 10;

/** A text without the formula around it that a program wrote for spreadsheets. */
export const withoutFormula = (text: string): string => FORMULA_TEXT.exec(text)?.[1]?.replaceAll('""', '"') ?? text;

/** A column with cells that are marked as text. */
interface MarkedColumn {
  readonly column: StagedColumn;
  readonly mark: "formula" | "apostrophe";
  readonly cells: number;
}

/**
 * Columns of the table `staged` with cells that a program marked as text for spreadsheets: any as a formula, or all that are
 * filled with an apostrophe before them.
 */
export async function findMarkedColumns(
  session: DuckDbSession,
  columns: readonly StagedColumn[],
): Promise<MarkedColumn[]> {
  const found: MarkedColumn[] = [];
  for (let from = 0; from < columns.length; from += COLUMNS_AT_ONCE) {
    const some = columns.slice(from, from + COLUMNS_AT_ONCE);
    const counts = some.flatMap(({ sql }) => [
      `count(*) FILTER (${isFormula(sql)})`,
      `count(*) FILTER (${hasApostrophe(sql)})`,
      `count(*) FILTER (trim(${sql}) <> '')`,
    ]);
    const [row = []] = await session.query(`SELECT ${counts.join(", ")} FROM staged`);
    for (const [at, column] of some.entries()) {
      const [formulas = 0, apostrophes = 0, filled = 0] = row.slice(3 * at, 3 * at + 3).map(Number);
      if (formulas > 0) found.push({ column, mark: "formula", cells: formulas });
      else if (apostrophes >= LEAST_APOSTROPHES && apostrophes === filled)
        found.push({ column, mark: "apostrophe", cells: apostrophes });
    }
  }
  return found;
}

/** Whether a text begins as one that a spreadsheet marked may. */
export const mayBeMarked = (text: string): boolean => text.startsWith("'") || text.trimStart().startsWith('="');

const isFormula = (sql: string): string =>
  `contains(${sql}, '="') AND regexp_full_match(${sql}, ${sqlText(FORMULA)}, 's')`;

/** A text in apostrophes is a quoted one; Dutch names begin with one: `'t Gooi`, `'s-Hertogenbosch`. */
const hasApostrophe = (sql: string): string =>
  `starts_with(${sql}, '''') AND length(${sql}) > 1 AND NOT ends_with(${sql}, '''') AND NOT regexp_matches(${sql}, '^''[a-z][- ]')`;

/** The log with only the texts of such cells, and a doubt about them. */
export async function withoutTextMarks(session: DuckDbSession, log: StagedLog): Promise<StagedLog> {
  const marked = await findMarkedColumns(session, log.columns);
  if (marked.length === 0) return log;
  const [example = []] = await session.query(
    `SELECT ${marked.map(({ column }) => firstMarked(column.sql)).join(", ")}`,
  );
  const fields = new Map(
    marked.map(({ column, mark }) => [column.sql, `${unmarked(column.sql, mark)} AS ${column.sql}`]),
  );
  const bare = new Set(marked.filter(({ mark }) => mark === "apostrophe").map(({ column }) => column));
  const columns = log.columns.map((column) =>
    bare.has(column) ? { ...column, name: column.name.replace(/^'(?=[^'])/, "") } : column,
  );
  const relationOf = (some: readonly StagedColumn[]): string =>
    `(SELECT ${["row_index", ...some.map(({ sql }) => fields.get(sql) ?? sql)].join(", ")} FROM ${log.relationOf(some)})`;
  const doubts = [...(log.doubts ?? []), doubtMarks(marked, cellText(example[0]), columns)];
  return { ...log, columns, relationOf, relation: relationOf(columns), doubts };
}

const firstMarked = (sql: string): string =>
  `(SELECT ${sql} FROM staged WHERE starts_with(ltrim(${sql}), '="') OR starts_with(${sql}, '''') LIMIT 1)`;

function unmarked(sql: string, mark: MarkedColumn["mark"]): string {
  if (mark === "apostrophe") return `substr(${sql}, 2)`;
  const inner = `replace(regexp_replace(${sql}, ${sqlText(String.raw`^\s*="|"\s*$`)}, '', 'g'), '""', '"')`;
  return `CASE WHEN ${isFormula(sql)} THEN nullif(${inner}, '') ELSE ${sql} END`;
}

function doubtMarks(marked: readonly MarkedColumn[], example: string, columns: readonly StagedColumn[]): Doubt {
  const count = marked.reduce((sum, { cells }) => sum + cells, 0);
  const sqls = new Set(marked.map(({ column }) => column.sql));
  const names = columns.filter(({ sql }) => sqls.has(sql)).map(({ name }) => JSON.stringify(name));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return {
    kind: "SpreadsheetText",
    detail: `Cells of ${names.slice(0, MOST_NAMES).join(", ")}${more} are marked as text for a spreadsheet, such as ${JSON.stringify(example)}; they were read without the mark.`,
    count,
    points: 0,
  };
}
