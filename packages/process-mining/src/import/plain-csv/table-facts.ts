import type { Dictionary, ParquetColumn } from "../../parquet/parquet-column.ts";
import type { ColumnRole, ImportedColumn, ImportSuccess } from "../import-result.ts";
import { listable, MOST_LISTED } from "../read-figures.ts";
import { textOf } from "./code-texts.ts";
import { hasNoFarTimes } from "./far-from-middle.ts";

/** What statements over a written table would tell, known from its columns in memory. */
export interface TableFacts {
  readonly figures: Pick<ImportSuccess, "cases" | "activities" | "activityNames" | "timeStart" | "timeEnd" | "columns">;
  /** Different values by column; of columns of times only the database counts them. */
  readonly distinct: ReadonlyMap<string, number>;
  readonly hasNoFarTimes: boolean;
}

/** Years that every library writes with four digits. */
const YEARS = [1000, 9999] as const;

/** Counts over the columns of an event table; `described` are the same columns. Null for times of extreme years. */
export function countTableFacts(
  described: readonly Omit<ImportedColumn, "nulls">[],
  columns: readonly ParquetColumn[],
): TableFacts | null {
  const of = (wanted: ColumnRole): ParquetColumn | undefined =>
    columns[described.findIndex(({ role }) => role === wanted)];
  const [owners, activities, times, starts] = [of("caseId"), of("activity"), of("timestamp"), of("startTimestamp")];
  if (owners?.type !== "VARCHAR" || activities?.type !== "VARCHAR" || times?.type !== "TIMESTAMP") return null;
  const range = rangeOf(times.values);
  const [timeStart, timeEnd] = range.map(isoOf);
  if (typeof timeStart !== "string" || typeof timeEnd !== "string") return null;
  return {
    figures: {
      cases: owners.texts.count,
      activities: activities.texts.count,
      activityNames: namesOf(activities.texts),
      timeStart,
      timeEnd,
      columns: described.map((column, at) => ({ ...column, nulls: countNulls(columns[at]) })),
    },
    distinct: new Map(
      columns.flatMap((column) => (column.type === "TIMESTAMP" ? [] : [[column.name, countDistinct(column)]])),
    ),
    hasNoFarTimes:
      hasNoFarTimes(times.values, range) &&
      (starts?.type !== "TIMESTAMP" || hasNoFarTimes(starts.values, rangeOf(starts.values))),
  };
}

/** In the order of code points, which is that of their bytes. */
function namesOf(texts: Dictionary): readonly string[] | null {
  if (texts.count > MOST_LISTED) return null;
  const names = Array.from({ length: texts.count }, (_, number) => textOf(texts, number));
  return listable(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}

function countNulls(column: ParquetColumn | undefined): number {
  if (column === undefined) return 0;
  let nulls = 0;
  if (column.type === "TIMESTAMP") for (const value of column.values) nulls += Number.isNaN(value) ? 1 : 0;
  else for (const number of column.numbers) nulls += number < 0 ? 1 : 0;
  return nulls;
}

function countDistinct(column: Exclude<ParquetColumn, { type: "TIMESTAMP" }>): number {
  if (column.type === "VARCHAR") return column.texts.count;
  // Each whole number is written in one way only, other values in several.
  if (column.distinct instanceof BigInt64Array) return column.distinct.length;
  if (column.distinct instanceof Uint8Array) return new Set(column.distinct).size;
  const sorted = column.distinct.toSorted();
  let count = 0;
  for (let at = 0; at < sorted.length; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) count++;
  return count;
}

function rangeOf(values: Float64Array): readonly [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < first) first = value;
    if (value > last) last = value;
  }
  return [first, last];
}

/** As `strftime` writes microseconds since 1970; null outside the usual years. */
function isoOf(micros: number): string | null {
  const ms = Math.floor(micros / 1000);
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  if (!(year >= YEARS[0] && year <= YEARS[1])) return null;
  return date.toISOString().replace("Z", `${String(micros - 1000 * ms).padStart(3, "0")}Z`);
}
