import { roleColumnNames, createTableNames, ROWS_BEFORE } from "../terms/event-table-columns.ts";
import { inRange, isGoodRow, isGoodTime, isTimed, readRows, role, type EventTablePlan } from "./table-rows.ts";
import type { EventTableCounts } from "./check-rows.ts";
import { tableType, type ValueType } from "../text/detect-value-type.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { columnRoles, type ImportedColumn } from "../terms/import-result.ts";
import { parquetOptions } from "../parquet/parquet-options.ts";
import { isRole, valueExpression } from "../columns/settle-types.ts";
import { sortedWriteProgress } from "../duckdb/sorted-write-progress.ts";
import { sqlName, sqlText } from "../text/sql-text.ts";

/** What finding the place of each case costs of writing the table. */
const SHARE_OF_PLACES = 0.2;

/**
 * Writes the table, the rows of a case next to each other, cases by their first record and the rows of each in the order
 * of the file, so that reading it takes neither a sort nor a look-up by event. Returns its columns without their null
 * counts.
 */
export async function writeTable(
  session: DuckDbSession,
  plan: EventTablePlan,
  { types, rows, badRows }: EventTableCounts,
  tablePath: string,
  onFraction: (fraction: number) => void,
): Promise<Omit<ImportedColumn, "nulls">[]> {
  const { columns, fields } = tableFields(plan, types);
  // Where no row is bad, the check would only read every time twice.
  const where = badRows === 0 ? "" : `WHERE ${isGoodRow}`;
  const stands = await isGroupedByCase(session, plan, (fraction) => onFraction(SHARE_OF_PLACES * fraction));
  const isGrouped = stands && plan.orderSql === null;
  const join = isGrouped ? "" : `JOIN case_places ON ${role("caseId")} = "case key"`;
  // One key sorts faster than two; rows are far fewer than 2^31.
  const byPlace =
    plan.orderSql === null ? `"first row" * 4294967296 + row_index` : `"first row", ${plan.orderSql}, row_index`;
  const order = isGrouped ? "" : `ORDER BY ${byPlace}`;
  const copy = (rest: string, path: string): string =>
    `COPY (SELECT ${fields.join(", ")} FROM ${readRows(plan)} ${join} ${where} ${rest})
     TO ${sqlText(path)} (${parquetOptions(fields.length)}, USE_TMP_FILE false)`;
  const written = (fraction: number): void => onFraction(SHARE_OF_PLACES + (1 - SHARE_OF_PLACES) * fraction);
  const progress = isGrouped ? null : await sortedWriteProgress(session, rows - badRows, tablePath, copy);
  await session.query(copy(order, tablePath), (fraction) => {
    if (progress === null) written(fraction);
    else void progress(fraction).then(written);
  });
  return columns;
}

/**
 * Writes the rows that only lack a readable time, in the order of the file, with the columns of the table and
 * `ROWS_BEFORE`, so that they can take their place once somebody knows a time for them. @returns how many; 0 = no file
 */
export async function writeUntimedRows(
  session: DuckDbSession,
  plan: EventTablePlan,
  { types }: EventTableCounts,
  path: string,
): Promise<number> {
  if (!isTimed(plan)) return 0;
  const isUntimed = `(${role("caseId")} IS NOT NULL AND ${role("activity")} IS NOT NULL AND NOT ${isGoodTime("timestamp")})`;
  const rows = readRows(plan);
  const [counts] = await session.query(`SELECT count(*) FROM ${rows} WHERE ${isUntimed}`);
  const count = Number(counts?.[0]);
  if (count === 0) return 0;
  const fields = tableFields(plan, types).fields.map((field) =>
    field.endsWith(` AS ${sqlName(roleColumnNames.timestamp)}`) ? "NULL::TIMESTAMP AS timestamp" : field,
  );
  await session.query(
    `COPY (SELECT ${fields.join(", ")}, "rows before" AS ${ROWS_BEFORE} FROM (
       SELECT *, count(*) FILTER (${isGoodRow}) OVER (PARTITION BY ${role("caseId")} ORDER BY row_index) AS "rows before"
       FROM ${rows} WHERE ${role("caseId")} IN (SELECT ${role("caseId")} FROM ${rows} WHERE ${isUntimed})
     ) WHERE ${isUntimed} ORDER BY row_index) TO ${sqlText(path)} (${parquetOptions(fields.length)})`,
  );
  return count;
}

/** The columns of the file that the table has, and the SQL of all over `readRows`: also of an empty `timestamp` where the log has no times. */
export function tableFields(
  plan: EventTablePlan,
  types: readonly ValueType[],
): { readonly columns: Omit<ImportedColumn, "nulls">[]; readonly fields: string[] } {
  const { log, roles } = plan;
  const settled = { ...plan, types };
  const columns: Omit<ImportedColumn, "nulls">[] = [];
  const fields: string[] = [];
  for (const name of columnRoles) {
    const index = roles[name];
    if (index === undefined) continue;
    const isTime = name === "timestamp" || name === "startTimestamp";
    const value = name === "startTimestamp" ? `CASE WHEN ${inRange(role(name))} THEN ${role(name)} END` : role(name);
    fields.push(`${value} AS ${sqlName(roleColumnNames[name])}`);
    const sourceName = log.columns[index]?.name ?? "";
    columns.push({
      name: roleColumnNames[name],
      ...(sourceName === roleColumnNames[name] ? {} : { sourceName }),
      type: isTime ? "TIMESTAMP" : "VARCHAR",
      role: name,
    });
  }
  if (!isTimed(plan)) fields.push(`NULL::TIMESTAMP AS ${roleColumnNames.timestamp}`);
  const rest = log.columns.flatMap((column, index) => (isRole(plan, index) ? [] : [{ column, index }]));
  const names = createTableNames(rest.map(({ column }) => column.name));
  for (const [at, { column, index }] of rest.entries()) {
    const name = names[at] ?? column.name;
    const value = valueExpression(settled, index);
    fields.push(`${value ?? column.sql} AS ${sqlName(name)}`);
    const type = value === null ? column.type : tableType(types[index] ?? "VARCHAR");
    columns.push({ name, ...(name === column.name ? {} : { sourceName: column.name }), type });
  }
  return { columns, fields };
}

/** Makes the table `case_places`, each case with its first row; true when the rows of every case are neighbours. */
async function isGroupedByCase(
  session: DuckDbSession,
  plan: EventTablePlan,
  onFraction: (fraction: number) => void,
): Promise<boolean> {
  await session.query(
    `CREATE OR REPLACE TEMP TABLE case_places AS
     SELECT ${role("caseId")} AS "case key", min(row_index) AS "first row", max(row_index) AS "last row", count(*) AS "row count"
     FROM ${readRows(plan)} WHERE ${role("caseId")} IS NOT NULL GROUP BY 1`,
    onFraction,
  );
  const [row] = await session.query(`SELECT bool_and("last row" - "first row" + 1 = "row count") FROM case_places`);
  return row?.[0] === true;
}
