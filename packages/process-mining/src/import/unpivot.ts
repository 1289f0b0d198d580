import { storableText } from "@longhaul/domain";
import type { DuckDbSession } from "./duckdb-session.ts";
import { MAX_LISTED_ROWS } from "./error-tally.ts";
import { ImportRefusal } from "./import-refusal.ts";
import type { ImportMapping } from "./import-options.ts";
import { columnRoles, type ImportErrorExample } from "./import-result.ts";
import { listNames } from "./detect-columns.ts";
import { isMissingWordSql } from "./missing-words.ts";
import { sqlText } from "./sql-text.ts";
import { stagedRelations, type StagedColumn, type StagedLog } from "./staged-log.ts";
import { textSql } from "./staged-text.ts";

const TABLE = "unpivoted";
/** Roles of the columns that stand before all others in an unpivoted log. */
export const UNPIVOTED_ROLES = { activity: "activity", timestamp: "timestamp" } as const;
const ACTIVITY: StagedColumn = {
  name: UNPIVOTED_ROLES.activity,
  sql: "event_activity",
  type: "VARCHAR",
  declaredType: "VARCHAR",
};

/**
 * Makes a log of a table that has a row for each case and a column for each of its steps, with the time of the step: an
 * event for each time, its activity the name of the column. The events of a row come in the order of the columns, all
 * other values of the row belong to each of them. A row without any time is counted as one without.
 */
export async function unpivot(session: DuckDbSession, log: StagedLog, mapping: ImportMapping): Promise<StagedLog> {
  if (mapping.unpivot === undefined) return log;
  const steps = chosenColumns(log, mapping);
  const others = log.columns.filter((column) => !steps.includes(column));
  const moment: StagedColumn = { name: UNPIVOTED_ROLES.timestamp, sql: "event_time", type: commonType(steps) };
  const cells = steps.map((column, at) => `{'place': ${at + 1}, 'value': ${valueSql(column, moment.type)}}`);
  const kept = others.map(({ sql }) => sql);
  await session.query(
    `CREATE TABLE ${TABLE} AS
     SELECT source_row, cell.place AS place, [${steps.map(({ name }) => sqlText(name)).join(", ")}][cell.place] AS ${ACTIVITY.sql},
       cell.value AS ${[moment.sql, ...kept].join(", ")}
     FROM (SELECT ${["row_index AS source_row", `unnest([${cells.join(", ")}]) AS cell`, ...kept].join(", ")} FROM ${log.relation})
     WHERE cell.value IS NOT NULL`,
  );
  await tellEmptyRows(session, log);
  const [[events] = []] = await session.query(`SELECT count(*) FROM ${TABLE}`);
  const columns = [ACTIVITY, moment, ...others];
  return {
    ...log,
    ...stagedRelations(columns, TABLE),
    columns,
    rows: Number(events),
    unpivoted: steps.map(({ name }) => name),
    locate: (indexes) => locate(session, log, steps, indexes),
  };
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

async function tellEmptyRows(session: DuckDbSession, log: StagedLog): Promise<void> {
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
  steps: readonly StagedColumn[],
  indexes: readonly number[],
): Promise<ImportErrorExample[]> {
  if (indexes.length === 0) return [];
  const cells = (
    await session.query(`SELECT source_row, place FROM ${TABLE} WHERE rowid IN (${indexes.join(", ")}) ORDER BY rowid`)
  ).map(([row, place]) => ({ row: Number(row), column: steps[Number(place) - 1]?.name ?? "" }));
  const rows = [...new Set(cells.map(({ row }) => row))];
  const places = await log.locate(rows);
  const placeOf = new Map(rows.map((row, at) => [row, places[at]]));
  return cells.map(({ row, column }) => ({ ...placeOf.get(row), column }));
}
