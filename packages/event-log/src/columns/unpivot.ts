import { storableText } from "@longhaul/domain";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { MAX_LISTED_ROWS } from "../terms/error-tally.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import { columnRoles } from "../terms/import-result.ts";
import type { ImportErrorExample } from "../terms/import-error.ts";
import { listNames } from "./detect-columns.ts";
import { isMissingWordSql } from "../text/missing-words.ts";
import { pairSpans } from "../text/span-words.ts";
import { sqlText } from "../text/sql-text.ts";
import { stagedRelations, type StagedColumn, type StagedLog } from "../staging/staged-log.ts";
import { textSql } from "../staging/staged-text.ts";

const TABLE = "unpivoted";
/** Roles of the columns that stand before all others in an unpivoted log. */
export const UNPIVOTED_ROLES = {
  activity: "activity",
  timestamp: "timestamp",
  startTimestamp: "startTimestamp",
} as const;
const ACTIVITY: StagedColumn = {
  name: UNPIVOTED_ROLES.activity,
  sql: "event_activity",
  type: "VARCHAR",
  declaredType: "VARCHAR",
};

/** A step of the cases: a column of times, or one of starts and one of ends. */
interface Step {
  readonly activity: string;
  readonly column: StagedColumn;
  readonly start: StagedColumn | null;
}

/**
 * Makes a log of a table that has a row for each case and a column for each of its steps, with the time of the step: an
 * event for each time, its activity the name of the column. Two columns for the start and the end of one step, such as
 * `Pick start` and `Pick end`, make one event with both; where only its start is known, it stands there. The events of a
 * row come in the order of the columns, all other values of the row belong to each of them. A row without any time is
 * counted as one without.
 */
export async function unpivot(session: DuckDbSession, log: StagedLog, mapping: ImportMapping): Promise<StagedLog> {
  if (mapping.unpivot === undefined) return log;
  const chosen = chosenColumns(log, mapping);
  const steps = pairedSteps(chosen);
  const others = log.columns.filter((column) => !chosen.includes(column));
  const type = commonType(chosen);
  const moment: StagedColumn = { name: UNPIVOTED_ROLES.timestamp, sql: "event_time", type };
  const begin: StagedColumn = { name: UNPIVOTED_ROLES.startTimestamp, sql: "event_start", type };
  const hasStarts = steps.some(({ start }) => start !== null);
  const cells = steps.map(({ column, start }, at) => {
    const end = valueSql(column, type);
    const from = start === null ? "NULL" : valueSql(start, type);
    return `{'place': ${at + 1}, 'value': coalesce(${end}, ${from}), 'start': CASE WHEN ${end} IS NOT NULL THEN ${from} END}`;
  });
  const kept = others.map(({ sql }) => sql);
  await session.query(
    `CREATE TABLE ${TABLE} AS
     SELECT source_row, cell.place AS place, [${steps.map(({ activity }) => sqlText(activity)).join(", ")}][cell.place] AS ${ACTIVITY.sql},
       cell.value AS ${moment.sql}, cell.start AS ${[begin.sql, ...kept].join(", ")}
     FROM (SELECT ${["row_index AS source_row", `unnest([${cells.join(", ")}]) AS cell`, ...kept].join(", ")} FROM ${log.relation})
     WHERE cell.value IS NOT NULL`,
  );
  await recordEmptyRows(session, log);
  const [[events] = []] = await session.query(`SELECT count(*) FROM ${TABLE}`);
  const columns = [ACTIVITY, moment, ...(hasStarts ? [begin] : []), ...others];
  return {
    ...log,
    ...stagedRelations(columns, TABLE),
    columns,
    rows: Number(events),
    unpivoted: {
      columns: chosen.map(({ name }) => name),
      roles: ["activity", "timestamp", ...(hasStarts ? (["startTimestamp"] as const) : [])],
    },
    locate: (indexes) => locate(session, log, steps, indexes),
  };
}

/** The steps of columns, in their order; starts stand with their ends. */
function pairedSteps(columns: readonly StagedColumn[]): Step[] {
  const pairs = pairSpans(columns.map(({ name }) => name));
  const starts = new Set([...pairs.values()].map(({ start }) => start));
  return columns.flatMap((column, index) => {
    if (starts.has(index)) return [];
    const pair = pairs.get(index);
    return [{ activity: pair?.label ?? column.name, column, start: columns[pair?.start ?? -1] ?? null }];
  });
}

/** The columns that the mapping lists, in the order of the file. */
function chosenColumns(log: StagedLog, mapping: ImportMapping): StagedColumn[] {
  const wanted = [mapping.unpivot ?? []].flat();
  const plain = (name: string): string => storableText(name).trim().toLowerCase();
  const inRole = new Set(columnRoles.flatMap((role) => [mapping[role] ?? []].flat().map(plain)));
  const chosen = new Set<StagedColumn>();
  for (const name of wanted) {
    const exact = log.columns.filter((column) => plain(column.name) === plain(name));
    const parts = plain(name).split(/\*+/);
    const found =
      exact.length > 0 || parts.length === 1
        ? exact
        : log.columns.filter((column) => hasInTurn(plain(column.name), parts) && !inRole.has(plain(column.name)));
    if (found.length === 0) {
      const names = log.columns.map((column) => column.name);
      throw new ImportRefusal(
        "ColumnNotFound",
        `The mapping's unpivot names "${name}", but the file has no such column. Its columns are: ${listNames(names)}.`,
        { columns: names },
      );
    }
    for (const column of found) chosen.add(column);
  }
  return log.columns.filter((column) => chosen.has(column));
}

/**
 * Whether a name begins with the first part, ends with the last, and has the others between, in their order. Each part is
 * taken where it first stands, so that no name and no number of parts makes it try again.
 */
function hasInTurn(name: string, [first = "", ...others]: readonly string[]): boolean {
  const last = others.pop() ?? "";
  const end = name.length - last.length;
  if (end < first.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  for (const part of others) {
    const at = name.indexOf(part, from);
    if (at === -1 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

/** The type of times that all columns have, or text. */
function commonType(columns: readonly StagedColumn[]): string {
  const [type = "VARCHAR", ...more] = new Set(columns.map((column) => column.type));
  return more.length === 0 && /^(?:TIMESTAMP|DATE$)/.test(type) ? type : "VARCHAR";
}

/** SQL of a cell's time; null where it holds none: a blank, or a word that says so. */
function valueSql(column: StagedColumn, type: string): string {
  if (type !== "VARCHAR") return column.sql;
  const text = textSql(column);
  return `CASE WHEN trim(${text}) <> '' AND NOT ${isMissingWordSql(text)} THEN ${text} END`;
}

async function recordEmptyRows(session: DuckDbSession, log: StagedLog): Promise<void> {
  const empty = `FROM ${log.relation} WHERE row_index NOT IN (SELECT source_row FROM ${TABLE})`;
  const [[count] = []] = await session.query(`SELECT count(*) ${empty}`);
  if (Number(count) === 0) return;
  const rows = await session.query(`SELECT row_index ${empty} ORDER BY 1 LIMIT ${MAX_LISTED_ROWS}`);
  const places = await log.locate(rows.map(([index]) => Number(index)));
  log.tally.addMany("Missing Timestamp", Number(count), places);
}

/** Says where events are: the place of their row, and their column. */
async function locate(
  session: DuckDbSession,
  log: StagedLog,
  steps: readonly Step[],
  indexes: readonly number[],
): Promise<ImportErrorExample[]> {
  if (indexes.length === 0) return [];
  const cells = (
    await session.query(`SELECT source_row, place FROM ${TABLE} WHERE rowid IN (${indexes.join(", ")}) ORDER BY rowid`)
  ).map(([row, place]) => ({ row: Number(row), column: steps[Number(place) - 1]?.column.name ?? "" }));
  const rows = [...new Set(cells.map(({ row }) => row))];
  const places = await log.locate(rows);
  const placeOf = new Map(rows.map((row, at) => [row, places[at]]));
  return cells.map(({ row, column }) => ({ ...placeOf.get(row), column }));
}
