import { sqlName, sqlText } from "../text/sql-text.ts";
import { withEventTable, type EventTableOptions } from "../read/event-table.ts";
import type { AttributeFilter, AttributeValue } from "./log-filters.ts";

/** The columns of an event table that an attribute filter may name. */
export async function listTableColumns(options: EventTableOptions): Promise<readonly string[]> {
  return withEventTable(options, (table) =>
    Promise.resolve([...table.columns].filter((name) => name !== "file_row_number")),
  );
}

/**
 * For each filter, whether each of the `caseCount` cases of the table meets it: 1 or 0, by the case's number in
 * `readEventLog`. The columns must be there.
 */
export async function readAttributeFlags(
  options: EventTableOptions,
  filters: readonly AttributeFilter[],
  caseCount: number,
): Promise<readonly Uint8Array[]> {
  const flags = filters.map(() => new Uint8Array(caseCount));
  await withEventTable(options, async (table) => {
    const met = filters.map((filter, at) => `(${caseCondition(filter)})::UTINYINT AS met_${at}`);
    const names = filters.map((_, at) => `met_${at}`);
    let owner = 0;
    for await (const chunk of table.chunks(
      `SELECT ${names.join(", ")} FROM (SELECT min(file_row_number) AS first_row, ${met.join(", ")}
       FROM ${table.relation} GROUP BY case_id) ORDER BY first_row`,
    )) {
      for (const [at, flag] of flags.entries()) flag.set(chunk.getColumnValues(at).map(Number), owner);
      owner += chunk.rowCount;
    }
    if (owner !== caseCount) throw new RangeError(`the table has ${owner} cases, not ${caseCount}`);
  });
  return flags;
}

/** The filter as SQL on one case's group of rows. */
function caseCondition(filter: AttributeFilter): string {
  const event = `coalesce(${eventCondition(filter)}, false)`;
  switch (filter.of ?? "anyEvent") {
    case "anyEvent":
      return `bool_or(${event})`;
    case "everyEvent":
      return `bool_and(${event})`;
    case "firstEvent":
      return `arg_min(${event}, row(timestamp, file_row_number))`;
  }
}

function eventCondition({ column, values, except, from, to }: AttributeFilter): string {
  const text = `${sqlName(column)}::VARCHAR`;
  const number = `TRY_CAST(${text} AS DOUBLE)`;
  const time = `TRY_CAST(${text} AS TIMESTAMP)`;
  const isOneOf = (these: readonly AttributeValue[]): string =>
    `coalesce(${these.map((value) => equals(text, number, value)).join(" OR ")}, false)`;
  const moment = (ms: number): string => `make_timestamp(${Math.round(ms * 1000)}::BIGINT)`;
  return [
    ...(values === undefined ? [] : [isOneOf(values)]),
    ...(except === undefined ? [] : [`NOT ${isOneOf(except)}`]),
    ...(typeof from === "number" ? [`(${number} >= ${from}::DOUBLE AND NOT isnan(${number}))`] : []),
    ...(typeof to === "number" ? [`${number} <= ${to}::DOUBLE`] : []),
    ...(typeof from === "object" ? [`${time} >= ${moment(from.atMs)}`] : []),
    ...(typeof to === "object" ? [`${time} < ${moment(to.beforeMs)}`] : []),
  ].join(" AND ");
}

function equals(text: string, number: string, value: AttributeValue): string {
  if (value === null) return `(${text} IS NULL OR trim(${text}) = '')`;
  if (typeof value === "number") return `coalesce(${number} = ${value}::DOUBLE, false)`;
  return `coalesce(${text} = ${sqlText(String(value))}, false)`;
}
