import { closeSync, openSync, readSync } from "node:fs";
import { emptySource, type ByteSource } from "./byte-source.ts";
import { CARRIAGE_RETURN, LINE_FEED, QUOTE } from "./csv-bytes.ts";
import type { CsvRange, ScannedRange } from "./csv-range.ts";
import { CsvRefusal } from "./csv-refusal.ts";
import { NOT_PLAIN, PlainRecordReader } from "./plain-record.ts";
import { RangeColumns } from "./range-columns.ts";
import { hashText } from "./text-hash.ts";
import type { TextTable } from "./text-table.ts";

/** A record longer than this is none. */
const BUFFER_BYTES = 1024 * 1024;

/**
 * Read one range in a single pass over its bytes. Refuses (`CsvRefusal`) what can't be told apart from a fault: a record
 * with another number of fields, a quote that isn't closed on its line, an empty case, activity or time, and a time that
 * isn't ISO 8601. Empty lines are skipped. Blocks its thread but for `onBytes`, which is waited for after each few megabytes.
 */
export async function scanCsvRange(
  range: CsvRange,
  onBytes: (bytes: number) => void | Promise<void>,
): Promise<ScannedRange<TextTable>> {
  const source = emptySource(BUFFER_BYTES);
  const scan = new RangeScan(range, source);
  const file = openSync(range.path, "r");
  try {
    const { bytes: buffer } = source;
    let position = range.fromByte;
    let held = 0;
    let isAtRecord = range.isRecordStart;
    for (;;) {
      const read = readSync(file, buffer, held, buffer.length - held, position + held);
      const filled = held + read;
      if (filled === 0) break;
      // The last line may lack its line feed: what stood behind it in the buffer before is no part of the file.
      if (read === 0 && filled < buffer.length) buffer[filled] = 0;
      let from = 0;
      if (!isAtRecord) {
        from = buffer.subarray(0, filled).indexOf(LINE_FEED) + 1;
        if (from === 0 && read > 0 && filled === buffer.length) throw new CsvRefusal(tooLong(position));
        if (from === 0) break;
        isAtRecord = true;
      }
      const end = read === 0 ? filled : buffer.lastIndexOf(LINE_FEED, filled - 1) + 1;
      if (end === 0 && filled === buffer.length) throw new CsvRefusal(tooLong(position));
      const next = scan.records(source, from, end, position);
      if (position === range.fromByte) scan.expectBytes(next, range.toByte - range.fromByte);
      await onBytes(next);
      position += next;
      held = filled - next;
      buffer.copyWithin(0, next, filled);
      if (position >= range.toByte || (read === 0 && held === 0)) break;
      if (read === 0) break;
    }
  } finally {
    closeSync(file);
  }
  return scan.result();
}

function tooLong(byte: number): string {
  return `The line at byte ${byte} is longer than ${BUFFER_BYTES} bytes.`;
}

/** Finds the records of a range. */
class RangeScan {
  readonly #range: CsvRange;
  readonly #columns: RangeColumns;
  readonly #plain: PlainRecordReader | null;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;

  constructor(range: CsvRange, { view }: ByteSource) {
    this.#range = range;
    this.#columns = new RangeColumns(range, view);
    this.#plain = PlainRecordReader.suits(range) ? new PlainRecordReader(range, this.#columns) : null;
    this.#starts = new Int32Array(range.columnCount);
    this.#ends = new Int32Array(range.columnCount);
  }

  /** Take the records from `from` up to `end`, which is behind the end of a record; answers where it stopped. */
  records(source: ByteSource, from: number, end: number, position: number): number {
    const { bytes } = source;
    const { toByte } = this.#range;
    const plain = this.#plain;
    // The last line of a file may lack its line feed, which a plain record must have.
    const plainEnd = plain === null ? 0 : bytes.lastIndexOf(LINE_FEED, end - 1);
    let at = from;
    while (at < end && position + at < toByte) {
      if (plain !== null && at <= plainEnd) {
        const next = plain.read(source, at);
        if (next !== NOT_PLAIN) {
          at = next;
          continue;
        }
      }
      const first = bytes[at];
      if (first === LINE_FEED) at++;
      else if (first === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED) at += 2;
      else at = this.#record(source, at, end, position);
    }
    this.#columns.numberCases();
    return at;
  }

  #record(source: ByteSource, from: number, end: number, position: number): number {
    const { bytes } = source;
    const { delimiter, columnCount } = this.#range;
    const starts = this.#starts;
    const ends = this.#ends;
    let at = from;
    let column = 0;
    for (;;) {
      let start = at;
      let stop: number;
      if (bytes[at] === QUOTE) {
        start++;
        stop = closingQuote(bytes, start, end);
        if (stop < 0) this.#refuse("has a quote that isn't closed on its line", position + from);
        at = stop + 1;
        if (at < end && bytes[at] !== delimiter && bytes[at] !== LINE_FEED && bytes[at] !== CARRIAGE_RETURN)
          this.#refuse("has text behind a closing quote, or a quote in a quoted field", position + from);
        if (bytes[at] === CARRIAGE_RETURN) at++;
      } else {
        let byte = bytes[at];
        while (at < end && byte !== delimiter && byte !== LINE_FEED) byte = bytes[++at];
        stop = at;
        if (byte !== delimiter && stop > start && bytes[stop - 1] === CARRIAGE_RETURN) stop--;
      }
      if (column < columnCount) {
        starts[column] = start;
        ends[column] = stop;
      }
      column++;
      if (at >= end || bytes[at] !== delimiter) break;
      at++;
    }
    if (column !== columnCount) this.#refuse(`has ${column} fields, the header ${columnCount}`, position + from);
    this.#take(source, position + from);
    return at < end ? at + 1 : at;
  }

  #take({ bytes, view }: ByteSource, byte: number): void {
    const { caseColumn, activityColumn, timeColumn, startColumn, resourceColumn } = this.#range;
    const starts = this.#starts;
    const ends = this.#ends;
    const { activities, resources, times } = this.#columns;
    const caseFrom = starts[caseColumn] ?? 0;
    const caseTo = ends[caseColumn] ?? 0;
    const activityFrom = starts[activityColumn] ?? 0;
    const activityTo = ends[activityColumn] ?? 0;
    if (caseFrom === caseTo || activityFrom === activityTo) this.#refuse("names no case or no activity", byte);
    const endMs = times.read(bytes, starts[timeColumn] ?? 0, ends[timeColumn] ?? 0);
    if (Number.isNaN(endMs)) this.#refuse("has no ISO 8601 time", byte);
    const startFrom = starts[startColumn] ?? 0;
    const startTo = ends[startColumn] ?? 0;
    const startMs = startFrom === startTo ? Number.NaN : times.read(bytes, startFrom, startTo);
    if (startFrom !== startTo && Number.isNaN(startMs)) this.#refuse("has a start that isn't an ISO 8601 time", byte);
    const whoFrom = starts[resourceColumn] ?? 0;
    const whoTo = ends[resourceColumn] ?? 0;
    this.#columns.push(
      caseFrom,
      caseTo,
      hashText(view, caseFrom, caseTo),
      activities.add(view, activityFrom, activityTo),
      endMs,
      startMs,
      whoFrom === whoTo ? -1 : resources.add(view, whoFrom, whoTo),
    );
  }

  expectBytes(bytesSoFar: number, allBytes: number): void {
    this.#columns.expectBytes(bytesSoFar, allBytes);
  }

  result(): ScannedRange<TextTable> {
    return this.#columns.result();
  }

  #refuse(what: string, byte: number): never {
    throw new CsvRefusal(`The line at byte ${byte} ${what}.`);
  }
}

/** Place of the quote that closes a field; -1 when the line ends before. */
function closingQuote(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === LINE_FEED) return -1;
  }
  return -1;
}
