import type { Dictionary } from "../parquet/parquet-column.ts";
import type { ColumnKind, ScannedColumn } from "../plain/csv-range.ts";
import { dictionaryOf } from "../plain/dictionary.ts";
import { IsoTimeReader } from "../plain/iso-time.ts";
import { NotPlain } from "../plain/not-plain.ts";
import { PlainRows } from "../plain/plain-rows.ts";
import type { TextTable } from "../plain/text-table.ts";
import type { RecordColumns } from "./record-columns.ts";

/**
 * The rows of records that are all in memory, with columns of these kinds.
 * @throws NotPlain for a time that isn't of ISO 8601, and for texts that only the careful way reads
 */
export function plainRecords(records: RecordColumns, kinds: readonly ColumnKind[]): PlainRows {
  const rowCount = records.rowsHeld;
  const columns = kinds.map((kind, index): ScannedColumn<TextTable> => {
    const { numbers: all, texts } = records.column(index);
    const numbers = all.subarray(0, rowCount);
    const filled = numbers.reduce((sum, number) => (number < 0 ? sum : sum + 1), 0);
    if (kind === "text") return { kind, filled, numbers, texts };
    const times = timesOf(dictionaryOf(texts.pack()));
    const micros = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) micros[row] = times[numbers[row] ?? -1] ?? Number.NaN;
    return { kind, filled, micros };
  });
  return new PlainRows({ rowCount, places: [], columns }, [], false);
}

/** Microseconds of the times that distinct texts are. */
function timesOf({ count, bytes, starts, lengths }: Dictionary): Float64Array {
  const reader = new IsoTimeReader();
  const times = new Float64Array(count);
  for (let number = 0; number < count; number++) {
    const from = starts[number] ?? 0;
    const micros = reader.read(bytes, from, from + (lengths[number] ?? 0));
    if (Number.isNaN(micros)) throw new NotPlain("a time isn't of ISO 8601");
    times[number] = micros;
  }
  return times;
}
