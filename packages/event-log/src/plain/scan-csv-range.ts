import { isUtf8 } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import { emptySource } from "./byte-source.ts";
import { LINE_FEED } from "./csv-bytes.ts";
import type { CsvRange, RowPlace, ScannedRange } from "./csv-range.ts";
import { NotPlain } from "./not-plain.ts";
import { PlainRecordReader } from "./plain-record.ts";
import { RangeColumns } from "./range-columns.ts";
import type { TextTable } from "./text-table.ts";

const BUFFER_BYTES = 1024 * 1024;

/**
 * Read one range in a single pass over its bytes. Blocks its thread but for `onBytes`, which is waited for after each megabyte.
 * @throws NotPlain at the first record that isn't a plain one
 */
export async function scanCsvRange(
  range: CsvRange,
  onBytes: (bytes: number) => void | Promise<void>,
): Promise<ScannedRange<TextTable>> {
  // One byte more, for the line feed that the last line of a file may lack.
  const source = emptySource(BUFFER_BYTES + 1);
  const columns = new RangeColumns(range);
  const reader = new PlainRecordReader(range, columns);
  const { bytes } = source;
  const recordBytes = Math.min(range.limits.recordBytes, BUFFER_BYTES);
  const places: RowPlace[] = [];
  const file = openSync(range.path, "r");
  try {
    let position = range.fromByte;
    let held = 0;
    let isAtRecord = range.isRecordStart;
    for (;;) {
      const read = readSync(file, bytes, held, BUFFER_BYTES - held, position + held);
      let filled = held + read;
      const isEnd = read === 0;
      if (filled === 0) break;
      if (isEnd && bytes[filled - 1] !== LINE_FEED) bytes[filled++] = LINE_FEED;
      let at = 0;
      if (!isAtRecord) {
        at = bytes.subarray(0, filled).indexOf(LINE_FEED) + 1;
        if (at === 0) throw new NotPlain("a line is too long");
        isAtRecord = true;
      }
      const end = bytes.lastIndexOf(LINE_FEED, filled - 1) + 1;
      if (end === 0 && filled >= BUFFER_BYTES) throw new NotPlain("a line is too long");
      const from = at;
      places.push({ row: columns.rowCount, byte: position + from });
      while (at < end && position + at < range.toByte) {
        const next = reader.read(source, at);
        if (next - at > recordBytes) throw new NotPlain("a line is too long");
        at = next;
      }
      if (!isUtf8(bytes.subarray(from, at))) throw new NotPlain("it isn't UTF-8");
      if (position === range.fromByte) columns.expectBytes(at, range.toByte - range.fromByte);
      columns.flush(source.view);
      columns.checkMemory();
      if (Atomics.load(range.givenUp, 0) !== 0) throw new NotPlain("nobody waits for it");
      await onBytes(at);
      position += at;
      held = filled - at;
      if (isEnd || position >= range.toByte) break;
      bytes.copyWithin(0, at, filled);
    }
    places.push({ row: columns.rowCount, byte: position });
  } finally {
    closeSync(file);
  }
  return { ...columns.result(), places };
}
