import { setImmediate } from "node:timers/promises";
import type { Dictionary, ParquetColumn } from "../parquet/parquet-column.ts";
import type { TimeRole } from "../columns/detect-columns.ts";
import type { FarBounds } from "../duckdb/far-times.ts";
import type { ColumnRole, ImportedColumn, ImportSuccess } from "../terms/import-result.ts";
import { listable, MOST_LISTED } from "./read-figures.ts";
import { OPTIONAL, type KnownFaults } from "./table-faults.ts";
import { MAX_ROWS_COUNTED } from "./column-quality.ts";
import { countAbout } from "../plain/count-about.ts";
import { knownFaults } from "./activity-faults.ts";
import { textOf } from "../plain/code-texts.ts";
import { spreadOfCases, type CaseSpread } from "../plain/case-spread.ts";
import { findFarTimes } from "../plain/far-from-middle.ts";
import type { KnownTexts } from "../plain/known-texts.ts";

/** Results that statements over a written table would give, computed from its columns in memory. */
export interface TableFacts {
  readonly figures: Pick<ImportSuccess, "cases" | "activities" | "activityNames" | "timeStart" | "timeEnd" | "columns">;
  /** Different values by column; those of times are counted by the database in a small table, and within a few per cent in a large one. */
  readonly distinct: ReadonlyMap<string, number>;
  /** As far as it is known. */
  readonly farTimes: ReadonlyMap<TimeRole, FarBounds | "none">;
  readonly spread: CaseSpread;
  readonly texts: ReadonlyMap<ColumnRole, KnownTexts>;
  readonly faults: KnownFaults;
}

/** Years that every library writes with four digits. */
const YEARS = [1000, 9999] as const;

/**
 * Counts over the columns of an event table, in turns of some milliseconds; `described` are the same columns, `filled` how many
 * rows have a value of each. Null for times of extreme years.
 */
export async function countTableFacts(
  described: readonly Omit<ImportedColumn, "nulls">[],
  columns: readonly ParquetColumn[],
  filled: readonly number[],
): Promise<TableFacts | null> {
  const of = (wanted: ColumnRole): ParquetColumn | undefined =>
    columns[described.findIndex(({ role }) => role === wanted)];
  const [owners, activities, times, started] = [of("caseId"), of("activity"), of("timestamp"), of("startTimestamp")];
  if (owners?.type !== "VARCHAR" || activities?.type !== "VARCHAR" || times?.type !== "TIMESTAMP") return null;
  const starts = started?.type === "TIMESTAMP" ? started : null;
  const range = rangeOf(times.values);
  const [timeStart, timeEnd] = range.map(isoOf);
  if (typeof timeStart !== "string" || typeof timeEnd !== "string") return null;
  await setImmediate();
  const farTimes = new Map<TimeRole, FarBounds | "none">();
  for (const [role, column] of [
    ["timestamp", times],
    ["startTimestamp", starts],
  ] as const) {
    const found =
      column === null ? "unknown" : findFarTimes(column.values, column === times ? range : rangeOf(column.values));
    if (found !== "unknown") farTimes.set(role, found);
  }
  const texts = new Map<ColumnRole, KnownTexts>();
  for (const role of ["caseId", "activity", "resource"] as const) {
    await setImmediate();
    const column = of(role);
    if (column?.type === "VARCHAR") texts.set(role, knownTexts(column));
  }
  await setImmediate();
  const rows = times.values.length;
  const incomplete = described.flatMap(({ role }, at) => {
    const column = OPTIONAL.some((name) => name === role) && (filled[at] ?? 0) < rows ? columns[at] : undefined;
    return column === undefined ? [] : [column];
  });
  const distinct = new Map<string, number>();
  for (const [at, column] of columns.entries()) {
    await setImmediate();
    const count = countDistinct(column, filled[at] ?? 0);
    if (count !== null) distinct.set(column.name, count);
  }
  const events = texts.get("activity")?.counts ?? new Int32Array();
  return {
    figures: {
      cases: owners.texts.count,
      activities: activities.texts.count,
      activityNames: namesOf(activities.texts),
      timeStart,
      timeEnd,
      columns: described.map((column, at) => ({ ...column, nulls: rows - (filled[at] ?? 0) })),
    },
    distinct,
    farTimes,
    spread: spreadOfCases(owners.numbers, times.values),
    texts,
    faults: await knownFaults({ owners, activities, events, times, starts, incomplete }),
  };
}

/** In the order of code points, which is that of their bytes. */
function namesOf(texts: Dictionary): readonly string[] | null {
  if (texts.count > MOST_LISTED) return null;
  const names = Array.from({ length: texts.count }, (_, number) => textOf(texts, number));
  return listable(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}

function knownTexts({ texts, numbers }: Extract<ParquetColumn, { type: "VARCHAR" }>): KnownTexts {
  const counts = new Int32Array(texts.count);
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? -1;
    if (number >= 0) counts[number] = (counts[number] ?? 0) + 1;
  }
  return { texts, counts };
}

/** Null where the database counts them. */
function countDistinct(column: ParquetColumn, filled: number): number | null {
  if (column.type === "TIMESTAMP")
    return filled > MAX_ROWS_COUNTED ? Math.min(filled, countAbout(column.values)) : null;
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
  // By index: an iterator over millions of values takes many times as long.
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN;
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
