import { setImmediate } from "node:timers/promises";
import type { Dictionary, ParquetColumn } from "../parquet/parquet-column.ts";
import type { KnownFaults } from "./table-faults.ts";
import { textOf } from "../plain/code-texts.ts";

/** More activities than this are counted by the database. */
const MOST_ACTIVITIES = 10_000;

type TextColumn = Extract<ParquetColumn, { type: "VARCHAR" }>;
type TimeColumn = Extract<ParquetColumn, { type: "TIMESTAMP" }>;

export interface FaultColumns {
  readonly owners: TextColumn;
  readonly activities: TextColumn;
  /** Rows of each activity. */
  readonly events: Int32Array;
  readonly times: TimeColumn;
  readonly starts: TimeColumn | null;
  /** Columns of which values are missing, as they may. */
  readonly incomplete: readonly ParquetColumn[];
}

/** Counts what `countTableFaults` needs over a table's columns in memory, in turns. */
export async function knownFaults(given: FaultColumns): Promise<KnownFaults> {
  const { owners, activities, events, times, starts, incomplete } = given;
  const { texts, numbers } = activities;
  const missing = new Float64Array(texts.count);
  for (const column of incomplete) {
    await setImmediate();
    const filled = countsOf(numbers, texts, isFilledIn(column));
    for (let activity = 0; activity < texts.count; activity++) {
      const [all = 0, some = 0] = [events[activity], filled[activity]];
      if (10 * some >= all) missing[activity] = (missing[activity] ?? 0) + all - some;
    }
  }
  await setImmediate();
  const ends = times.values;
  const reversed =
    starts === null ? null : countsOf(numbers, texts, (row) => (starts.values[row] ?? 0) > (ends[row] ?? 0));
  return {
    activities:
      texts.count > MOST_ACTIVITIES
        ? null
        : Array.from({ length: texts.count }, (_, activity) => ({
            name: textOf(texts, activity),
            events: events[activity] ?? 0,
            missing: missing[activity] ?? 0,
            reversed: reversed?.[activity] ?? 0,
          })),
    isInOrder: isInOrder(owners.numbers, ends),
  };
}

/** Rows by the number of their text of which something is true. */
function countsOf(numbers: Int32Array, texts: Dictionary, isCounted: (row: number) => boolean): Int32Array {
  const counts = new Int32Array(texts.count);
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? 0;
    if (isCounted(row)) counts[number] = (counts[number] ?? 0) + 1;
  }
  return counts;
}

function isFilledIn(column: ParquetColumn): (row: number) => boolean {
  if (column.type === "TIMESTAMP") {
    const { values } = column;
    return (row) => !Number.isNaN(values[row]);
  }
  const { numbers } = column;
  return (row) => (numbers[row] ?? -1) >= 0;
}

/** Whether each event of a case is later than the one before. */
function isInOrder(owners: Int32Array, times: Float64Array): boolean {
  for (let row = 1; row < owners.length; row++) {
    if (owners[row] === owners[row - 1] && !((times[row] ?? 0) > (times[row - 1] ?? 0))) return false;
  }
  return true;
}
