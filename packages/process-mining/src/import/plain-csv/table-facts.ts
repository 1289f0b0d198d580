import { itemChunks } from "../../item-chunks.ts";
import type { Dictionary, ParquetColumn } from "../../parquet/parquet-column.ts";
import type { ColumnRole, ImportedColumn, ImportSuccess } from "../import-result.ts";
import { listable, MOST_LISTED } from "../read-figures.ts";
import { countVaried, type TableFaults } from "../table-faults.ts";
import { textOf } from "./code-texts.ts";
import { hasNoFarTimes } from "./far-from-middle.ts";

/** What statements over a written table would tell, known from its columns in memory. */
export interface TableFacts {
  readonly figures: Pick<ImportSuccess, "cases" | "activities" | "activityNames" | "timeStart" | "timeEnd" | "columns">;
  /** Different values by column; of columns of times only the database counts them. */
  readonly distinct: ReadonlyMap<string, number>;
  /** Null where events of one case have one time, or stand in another order than that of time. */
  readonly faults: TableFaults | null;
  readonly hasNoFarTimes: boolean;
}

type OfType<Type extends ParquetColumn["type"]> = Extract<ParquetColumn, { type: Type }>;

/** Years that every library writes with four digits. */
const YEARS = [1000, 9999] as const;

/**
 * Counts over the columns of an event table, the rows of each case next to each other. `described` are the same columns. Null
 * for times of extreme years.
 */
export async function countTableFacts(
  described: readonly Omit<ImportedColumn, "nulls">[],
  columns: readonly ParquetColumn[],
  signal: AbortSignal,
): Promise<TableFacts | null> {
  const of = (wanted: ColumnRole): ParquetColumn | undefined =>
    columns[described.findIndex(({ role }) => role === wanted)];
  const [owners, activities, times, starts] = [of("caseId"), of("activity"), of("timestamp"), of("startTimestamp")];
  if (owners?.type !== "VARCHAR" || activities?.type !== "VARCHAR" || times?.type !== "TIMESTAMP") return null;
  const started = starts?.type === "TIMESTAMP" ? starts : null;
  const optional = [started, of("resource") ?? null, of("lifecycle") ?? null].filter((column) => column !== null);
  const counted = await countRows({ owners, activities, times, started, optional }, signal);
  const [timeStart, timeEnd] = [isoOf(counted.first), isoOf(counted.last)];
  if (timeStart === null || timeEnd === null) return null;
  const range = [counted.first, counted.last] as const;
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
    faults: counted.hasTies
      ? null
      : {
          missingValues: counted.missingValues,
          repeatedRows: 0,
          simultaneousSteps: 0,
          startsAfterEnd: counted.reversed,
          variedNames: countVaried(counted.events, (activity) => textOf(activities.texts, activity)),
        },
    hasNoFarTimes:
      hasNoFarTimes(times.values, range) &&
      (started === null || hasNoFarTimes(started.values, rangeOf(started.values))),
  };
}

/** In the order of code points, which is that of their bytes. */
function namesOf(texts: Dictionary): readonly string[] | null {
  if (texts.count > MOST_LISTED) return null;
  const names = Array.from({ length: texts.count }, (_, number) => textOf(texts, number));
  return listable(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}

interface Counted {
  readonly events: Int32Array;
  readonly first: number;
  readonly last: number;
  readonly hasTies: boolean;
  readonly reversed: number;
  readonly missingValues: number;
}

async function countRows(
  {
    owners,
    activities,
    times,
    started,
    optional,
  }: {
    readonly owners: OfType<"VARCHAR">;
    readonly activities: OfType<"VARCHAR">;
    readonly times: OfType<"TIMESTAMP">;
    readonly started: OfType<"TIMESTAMP"> | null;
    readonly optional: readonly ParquetColumn[];
  },
  signal: AbortSignal,
): Promise<Counted> {
  const activityCount = activities.texts.count;
  const [cases, steps, ends] = [owners.numbers, activities.numbers, times.values];
  const events = new Int32Array(activityCount);
  const filled = optional.map(() => new Int32Array(activityCount));
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let hasTies = false;
  let reversed = 0;
  let ownerBefore = -1;
  let timeBefore = Number.NaN;
  for await (const { from, to } of itemChunks(times.values.length, signal)) {
    for (let row = from; row < to; row++) {
      const time = ends[row] ?? Number.NaN;
      const owner = cases[row] ?? -1;
      const activity = steps[row] ?? 0;
      if (owner === ownerBefore && time <= timeBefore) hasTies = true;
      if (time < first) first = time;
      if (time > last) last = time;
      events[activity] = (events[activity] ?? 0) + 1;
      if (started !== null && (started.values[row] ?? Number.NaN) > time) reversed++;
      ownerBefore = owner;
      timeBefore = time;
    }
    for (const [at, column] of optional.entries()) {
      const counts = filled[at] ?? new Int32Array();
      const isTime = column.type === "TIMESTAMP";
      const values: Float64Array | Int32Array = isTime ? column.values : column.numbers;
      for (let row = from; row < to; row++) {
        const value = values[row] ?? -1;
        if (isTime ? Number.isNaN(value) : value < 0) continue;
        const activity = steps[row] ?? 0;
        counts[activity] = (counts[activity] ?? 0) + 1;
      }
    }
  }
  let missingValues = 0;
  for (const counts of filled) {
    for (const [activity, all] of events.entries()) {
      const count = counts[activity] ?? 0;
      if (10 * count >= all) missingValues += all - count;
    }
  }
  return { events, first, last, hasTies, reversed, missingValues };
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
