import { roleColumnNames, ROWS_BEFORE } from "../terms/event-table-columns.ts";
import { sqlName } from "../text/sql-text.ts";
import type { EventLog } from "../log/event-log.ts";
import { withEventTable, type EventTable, type EventTableOptions } from "./event-table.ts";
import { textNumberSql, type TextColumn } from "./text-numbers.ts";
import { doubleColumn } from "./vector-data.ts";

/** A column of the table beside the log's own, with a value for each row of the log. */
export type EventAttribute =
  /** NaN = the event has none. */
  | { readonly name: string; readonly kind: "number"; readonly numbers: Float32Array }
  /** Indexes of `values` + 1; 0 = the event has none. */
  | { readonly name: string; readonly kind: "text"; readonly values: readonly string[]; readonly codes: Uint16Array };

/** What was read of the attributes. */
export interface EventAttributes {
  readonly read: readonly EventAttribute[];
  /** Columns that could have been read but for the bound on memory. */
  readonly notRead: readonly string[];
}

/** Attributes at most, in the table's order, and values of all together. */
const MOST_ATTRIBUTES = 40;
const MOST_VALUES = 12_000_000;
/** A text of more different values names things rather than groups them. */
const MOST_TEXTS = 1_000;

const NUMBER = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)$/;
const TEXT = /^(?:VARCHAR|BOOLEAN|ENUM.*)$/;

interface Column {
  readonly name: string;
  readonly kind: EventAttribute["kind"];
  /** Values of a text attribute, in the order of their codes. */
  readonly values: readonly string[];
}

/**
 * Read the attributes of events: every column of the table that is none of the log's own and holds numbers or texts that
 * group events; a column of times, of one value, or of texts that name things is left out. `log` must have been read with
 * `withFileRows` from the same table.
 */
export async function readEventAttributes(options: EventTableOptions, log: EventLog): Promise<EventAttributes> {
  const { fileRow } = log;
  if (fileRow === undefined || fileRow === null) throw new RangeError("the log was read without its file rows");
  return withEventTable(options, async (table) => {
    const [rowCount = 0] = await table.numbers(`SELECT count(*) FROM ${table.relation}`);
    const columns = await describeColumns(table);
    const most = Math.min(MOST_ATTRIBUTES, Math.floor(MOST_VALUES / Math.max(1, rowCount)));
    const chosen = columns.slice(0, most);
    const read: EventAttribute[] = [];
    for (const column of chosen) read.push(await readColumn(table, column, rowCount, fileRow));
    return { read, notRead: columns.slice(most).map(({ name }) => name) };
  });
}

/** The times in a column, ms since the epoch by row of the log, NaN = none; null where the table has no such column. */
export async function readEventTimes(
  options: EventTableOptions,
  log: EventLog,
  column: string,
): Promise<Float64Array | null> {
  const { fileRow } = log;
  if (fileRow === undefined || fileRow === null) throw new RangeError("the log was read without its file rows");
  return withEventTable(options, async (table) => {
    if (!table.columns.has(column)) return null;
    const [rowCount = 0] = await table.numbers(`SELECT count(*) FROM ${table.relation}`);
    const byFileRow = new Float64Array(rowCount);
    const sql = `coalesce(epoch_us(try_cast(${sqlName(column)}::VARCHAR AS TIMESTAMP))::DOUBLE / 1000, 'nan'::DOUBLE)`;
    await table.scan(sql, rowCount, (chunk, firstRow) => byFileRow.set(doubleColumn(chunk, 0), firstRow));
    return Float64Array.from(fileRow, (row) => byFileRow[row] ?? Number.NaN);
  });
}

async function describeColumns(table: EventTable): Promise<Column[]> {
  const own = new Set<string>([...Object.values(roleColumnNames), ROWS_BEFORE, "file_row_number"]);
  const typed: { readonly name: string; readonly type: string }[] = [];
  for await (const chunk of table.chunks(`DESCRIBE SELECT * FROM ${table.relation}`)) {
    const names = chunk.getColumnValues(0);
    const types = chunk.getColumnValues(1);
    for (const [at, name] of names.entries()) typed.push({ name: String(name), type: String(types[at]) });
  }
  const columns: Column[] = [];
  for (const { name, type } of typed) {
    if (own.has(name) || !(NUMBER.test(type) || TEXT.test(type))) continue;
    const isNumber = NUMBER.test(type);
    const values = await table.texts(textColumn(table, name, isNumber ? 1 : MOST_TEXTS).distinct);
    if (values.length < 2 || (!isNumber && values.length > MOST_TEXTS)) continue;
    columns.push({ name, kind: isNumber ? "number" : "text", values: isNumber ? [] : values });
  }
  return columns;
}

/** A column and its values in code point order, or `most` + 1 of them where there are more. */
function textColumn(table: EventTable, name: string, most: number): TextColumn {
  const text = `${sqlName(name)}::VARCHAR`;
  const some = `SELECT DISTINCT ${text} AS value FROM ${table.relation} WHERE trim(${text}) <> '' LIMIT ${most + 1}`;
  return { name, text, distinct: `SELECT value FROM (${some}) ORDER BY value` };
}

async function readColumn(
  table: EventTable,
  { name, kind, values }: Column,
  rowCount: number,
  fileRow: Uint32Array,
): Promise<EventAttribute> {
  const column = sqlName(name);
  const take = async (sql: string, target: Float32Array | Uint16Array): Promise<void> =>
    table.scan(sql, rowCount, (chunk, firstRow) => target.set(doubleColumn(chunk, 0), firstRow));
  if (kind === "number") {
    const byFileRow = new Float32Array(rowCount);
    await take(`coalesce(${column}::DOUBLE, 'nan'::DOUBLE)`, byFileRow);
    return { name, kind, numbers: Float32Array.from(fileRow, (row) => byFileRow[row] ?? Number.NaN) };
  }
  const byFileRow = new Uint16Array(rowCount);
  await take(`${await textNumberSql(table, textColumn(table, name, MOST_TEXTS), values)}::DOUBLE`, byFileRow);
  return { name, kind, values, codes: Uint16Array.from(fileRow, (row) => byFileRow[row] ?? 0) };
}
