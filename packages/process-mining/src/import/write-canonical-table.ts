import { canonicalNames, createTableNames, ROWS_BEFORE } from "./canonical-columns.ts";
import type { ValueType } from "./detect-value-type.ts";
import type { DuckDbSession } from "./duckdb-session.ts";
import { maxExamples, type ErrorTally } from "./error-tally.ts";
import { columnRoles, type ColumnRole, type ImportedColumn, type ImportErrorType } from "./import-result.ts";
import { parquetOptions } from "../parquet-options.ts";
import { isRole, settleTypes, valueExpression, type TypePlan } from "./settle-types.ts";
import { sortedWriteProgress } from "./sorted-write-progress.ts";
import { sqlName, sqlText } from "./sql-text.ts";

/** What finding the place of each case costs of writing the table. */
const SHARE_OF_PLACES = 0.2;

export interface CanonicalPlan extends TypePlan {
  readonly roles: Partial<Record<ColumnRole, number>> & {
    readonly caseId: number;
    readonly activity: number;
    readonly timestamp: number;
  };
  /** SQL that orders the events of a case before their place in the file does; null where the place is enough. */
  readonly orderSql: string | null;
}

export interface CanonicalCounts {
  readonly rows: number;
  /** Rows that can't be in the table. */
  readonly badRows: number;
  readonly readable: Partial<Record<ColumnRole, number>>;
  /** Rows whose start time was unreadable. */
  readonly repairedRows: number;
  /** Type of each source column, after a check of all its values. */
  readonly types: readonly ValueType[];
}

/** The rows of the staged log with its roles read; a role's value is NULL where it is missing or unreadable. */
function readRows(plan: CanonicalPlan): string {
  const { log, roles } = plan;
  const text = (index: number) => {
    const column = log.columns[index];
    const sql = column?.sql ?? "";
    // Few texts begin with a blank, so few have to be trimmed; behind a delimiter of CSV it is none of the value's.
    const led = log.format.startsWith("csv") ? `ltrim(${sql})` : sql;
    if (column?.type === "VARCHAR")
      return `CASE WHEN ${sql} >= '!' THEN ${sql} WHEN trim(${sql}) <> '' THEN ${led} END`;
    // Whole numbers that were stored as floats (pandas does so for columns with gaps) keep their plain spelling.
    if (column?.type === "DOUBLE" || column?.type === "FLOAT")
      return `CASE WHEN ${sql} = trunc(${sql}) AND abs(${sql}) < 9e15 THEN CAST(CAST(${sql} AS BIGINT) AS VARCHAR) ELSE CAST(${sql} AS VARCHAR) END`;
    return `CAST(${sql} AS VARCHAR)`;
  };
  const time = (index: number) => plan.timeOf(index);
  const fields = columnRoles.flatMap((role) => {
    const index = roles[role];
    if (index === undefined) return [];
    const value = role === "timestamp" || role === "startTimestamp" ? time(index) : text(index);
    return [`${value} AS "${roleSql(role)}"`];
  });
  const plain = log.columns.map(({ sql }) => sql);
  return `(SELECT row_index, ${[...fields, ...plain].join(", ")} FROM ${log.relation})`;
}

const roleSql = (role: ColumnRole): string => `role ${role}`;
const role = (name: ColumnRole): string => sqlName(roleSql(name));
const inRange = (sql: string): string =>
  `${sql} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`;
const isGoodTime = (name: ColumnRole): string => `coalesce(${inRange(role(name))}, false)`;
const isGoodRow = `(${role("caseId")} IS NOT NULL AND ${role("activity")} IS NOT NULL AND ${isGoodTime("timestamp")})`;

interface RowFault {
  readonly type: ImportErrorType;
  readonly role: ColumnRole;
  readonly condition: string;
  readonly isResolved: boolean;
}

function rowFaults(plan: CanonicalPlan): RowFault[] {
  const isBlank = (name: ColumnRole): string => {
    const column = plan.log.columns[plan.roles[name] ?? -1];
    return column?.type === "VARCHAR"
      ? `(${column.sql} IS NULL OR trim(${column.sql}) = '')`
      : `${column?.sql ?? "NULL"} IS NULL`;
  };
  const faults: RowFault[] = [
    { type: "Missing Case", role: "caseId", condition: `${role("caseId")} IS NULL`, isResolved: false },
    { type: "Missing Activity", role: "activity", condition: `${role("activity")} IS NULL`, isResolved: false },
    { type: "Missing Timestamp", role: "timestamp", condition: isBlank("timestamp"), isResolved: false },
    {
      type: "Invalid Timestamp",
      role: "timestamp",
      condition: `NOT ${isBlank("timestamp")} AND NOT ${isGoodTime("timestamp")}`,
      isResolved: false,
    },
  ];
  if (plan.roles.startTimestamp !== undefined) {
    faults.push({
      type: "Invalid Start Timestamp",
      role: "startTimestamp",
      condition: `${isGoodRow} AND NOT ${isBlank("startTimestamp")} AND NOT ${isGoodTime("startTimestamp")}`,
      isResolved: true,
    });
  }
  return faults;
}

/** Counts what is readable, adds the faults with examples to the tally, and settles the types of the other columns. */
export async function checkRows(
  session: DuckDbSession,
  plan: CanonicalPlan,
  tally: ErrorTally,
  onFraction: (fraction: number) => void,
): Promise<CanonicalCounts> {
  const faults = rowFaults(plan);
  const roles = columnRoles.filter((name) => plan.roles[name] !== undefined);
  const conditions = [
    `NOT ${isGoodRow}`,
    ...faults.map((fault) => fault.condition),
    ...roles.map((name) =>
      name === "timestamp" || name === "startTimestamp" ? isGoodTime(name) : `${role(name)} IS NOT NULL`,
    ),
  ];
  const rows = readRows(plan);
  const [counts] = await session.query(
    `SELECT count(*), ${conditions.map((condition) => `count(*) FILTER (${condition})`).join(", ")} FROM ${rows}`,
    (fraction) => onFraction(fraction / 2),
  );
  const numbers = (counts ?? []).map(Number);
  const [total = 0, badRows = 0, ...others] = numbers;
  let repairedRows = 0;
  for (const [index, fault] of faults.entries()) {
    const count = others[index] ?? 0;
    if (count === 0) continue;
    if (fault.isResolved) repairedRows += count;
    const column = plan.log.columns[plan.roles[fault.role] ?? -1];
    const found = await session.query(
      `SELECT row_index, CAST(${column?.sql ?? "NULL"} AS VARCHAR) FROM ${rows} WHERE ${fault.condition} ORDER BY row_index LIMIT ${maxExamples}`,
    );
    const places = await plan.log.locate(found.map(([rowIndex]) => Number(rowIndex)));
    const examples = found.map(([, value], at) => ({
      ...places[at],
      column: column?.name ?? "",
      ...(typeof value === "string" && value.trim() !== "" ? { value } : {}),
    }));
    tally.addMany(fault.type, count, examples, fault.isResolved);
  }
  const readable: Partial<Record<ColumnRole, number>> = {};
  for (const [index, name] of roles.entries()) readable[name] = others[faults.length + index] ?? 0;
  const types = await settleTypes(session, plan, (fraction) => onFraction((1 + fraction) / 2));
  return { rows: total, badRows, readable, repairedRows, types };
}

/**
 * Writes the table, the rows of a case next to each other, cases by their first record and the rows of each in the order
 * of the file, so that reading it takes neither a sort nor a look-up by event. Returns its columns without their null
 * counts.
 */
export async function writeTable(
  session: DuckDbSession,
  plan: CanonicalPlan,
  { types, rows, badRows }: CanonicalCounts,
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
  const told = (fraction: number): void => onFraction(SHARE_OF_PLACES + (1 - SHARE_OF_PLACES) * fraction);
  const progress = isGrouped ? null : await sortedWriteProgress(session, rows - badRows, tablePath, copy);
  await session.query(copy(order, tablePath), (fraction) => {
    if (progress === null) told(fraction);
    else void progress(fraction).then(told);
  });
  return columns;
}

/**
 * Writes the rows that only lack a readable time, in the order of the file, with the columns of the table and
 * `ROWS_BEFORE`, so that they can take their place once somebody knows a time for them. @returns how many; 0 = no file
 */
export async function writeUntimedRows(
  session: DuckDbSession,
  plan: CanonicalPlan,
  { types }: CanonicalCounts,
  path: string,
): Promise<number> {
  const isUntimed = `(${role("caseId")} IS NOT NULL AND ${role("activity")} IS NOT NULL AND NOT ${isGoodTime("timestamp")})`;
  const rows = readRows(plan);
  const [counts] = await session.query(`SELECT count(*) FROM ${rows} WHERE ${isUntimed}`);
  const count = Number(counts?.[0]);
  if (count === 0) return 0;
  const fields = tableFields(plan, types).fields.map((field) =>
    field.endsWith(` AS ${sqlName(canonicalNames.timestamp)}`) ? "NULL::TIMESTAMP AS timestamp" : field,
  );
  await session.query(
    `COPY (SELECT ${fields.join(", ")}, "rows before" AS ${ROWS_BEFORE} FROM (
       SELECT *, count(*) FILTER (${isGoodRow}) OVER (PARTITION BY ${role("caseId")} ORDER BY row_index) AS "rows before"
       FROM ${rows} WHERE ${role("caseId")} IN (SELECT ${role("caseId")} FROM ${rows} WHERE ${isUntimed})
     ) WHERE ${isUntimed} ORDER BY row_index) TO ${sqlText(path)} (${parquetOptions(fields.length)})`,
  );
  return count;
}

/** The table's columns, and the SQL of each over `readRows`. */
function tableFields(
  plan: CanonicalPlan,
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
    fields.push(`${value} AS ${sqlName(canonicalNames[name])}`);
    const sourceName = log.columns[index]?.name ?? "";
    columns.push({
      name: canonicalNames[name],
      ...(sourceName === canonicalNames[name] ? {} : { sourceName }),
      type: isTime ? "TIMESTAMP" : "VARCHAR",
      role: name,
    });
  }
  const rest = log.columns.flatMap((column, index) => (isRole(plan, index) ? [] : [{ column, index }]));
  const names = createTableNames(rest.map(({ column }) => column.name));
  for (const [at, { column, index }] of rest.entries()) {
    const name = names[at] ?? column.name;
    const value = valueExpression(settled, index);
    fields.push(`${value ?? column.sql} AS ${sqlName(name)}`);
    const type = value === null ? column.type : (types[index] ?? "VARCHAR");
    columns.push({ name, ...(name === column.name ? {} : { sourceName: column.name }), type });
  }
  return { columns, fields };
}

/** Makes the table `case_places`, each case with its first row; true when the rows of every case are neighbours. */
async function isGroupedByCase(
  session: DuckDbSession,
  plan: CanonicalPlan,
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
