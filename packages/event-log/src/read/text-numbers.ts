import { sqlName, sqlText } from "../text/sql-text.ts";
import type { EventTable } from "./event-table.ts";

/** A list of more texts takes longer to go through, once for each group of rows, than the rows take to be looked up. */
const MOST_LISTED = 512;

/** A column whose rows are to be read as the numbers of their texts. */
export interface TextColumn {
  readonly name: string;
  /** SQL of a row's text. */
  readonly text: string;
  /** Query of all its texts, in the order in which they are numbered. */
  readonly distinct: string;
}

/**
 * SQL for the number, from 1, of a row's text among those of its column, 0 = it has none. Where the file keeps the column by
 * a dictionary, DuckDB looks up each text of that once instead of each row.
 */
export async function textNumberSql(
  table: EventTable,
  { name, text, distinct }: TextColumn,
  texts: readonly string[],
): Promise<string> {
  if (texts.length === 0) return "0";
  const isListable = texts.length <= MOST_LISTED && texts.every((one) => !one.includes("\0"));
  // A function of one column is worked out for its dictionary; `coalesce` is none.
  if (isListable && (await table.dictionaryColumns()).has(name))
    return `greatest(list_position([${texts.map(sqlText).join(", ")}], ${text}), 0)`;
  const type = `${name} texts`;
  await table.execute(`CREATE TYPE ${sqlName(type)} AS ENUM (${distinct})`);
  return `coalesce(enum_code(try_cast(${text} AS ${sqlName(type)}))::INTEGER + 1, 0)`;
}
