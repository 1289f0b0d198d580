import { closeSync, openSync, readSync } from "node:fs";
import type { CsvRange, ScannedRange } from "./csv-range.ts";
import { CsvRefusal } from "./csv-refusal.ts";
import { IsoTimeReader } from "./iso-time.ts";
import { SLACK_BYTES, TextTable } from "./text-table.ts";

const [LINE_FEED, CARRIAGE_RETURN, QUOTE] = [10, 13, 34];
/** A record longer than this is none. */
const BUFFER_BYTES = 1024 * 1024;
const FIRST_ROWS = 65_536;

/**
 * Read one range in a single pass over its bytes. Refuses (`CsvRefusal`) what can't be told apart from a fault: a record
 * with another number of fields, a quote that isn't closed on its line, an empty case, activity or time, and a time that
 * isn't ISO 8601. Empty lines are skipped. Blocks its thread but for `onBytes`, which is waited for after each few megabytes.
 */
export async function scanCsvRange(
  range: CsvRange,
  onBytes: (bytes: number) => void | Promise<void>,
): Promise<ScannedRange> {
  const scan = new RangeScan(range);
  const file = openSync(range.path, "r");
  try {
    const whole = new Uint8Array(BUFFER_BYTES + SLACK_BYTES);
    const buffer = whole.subarray(0, BUFFER_BYTES);
    const view = new DataView(whole.buffer);
    let position = range.fromByte;
    let held = 0;
    let isAtRecord = range.isRecordStart;
    for (;;) {
      const read = readSync(file, buffer, held, buffer.length - held, position + held);
      const filled = held + read;
      if (filled === 0) break;
      let from = 0;
      if (!isAtRecord) {
        from = buffer.subarray(0, filled).indexOf(LINE_FEED) + 1;
        if (from === 0 && read > 0 && filled === buffer.length) throw new CsvRefusal(tooLong(position));
        if (from === 0) break;
        isAtRecord = true;
      }
      const end = read === 0 ? filled : buffer.lastIndexOf(LINE_FEED, filled - 1) + 1;
      if (end === 0 && filled === buffer.length) throw new CsvRefusal(tooLong(position));
      const next = scan.records({ bytes: buffer, view }, from, end, position);
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

/** A part of the file in memory, by bytes and by words. */
interface Source {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Columns under construction. */
class RangeScan {
  readonly #range: CsvRange;
  readonly #cases = new TextTable();
  readonly #activities = new TextTable();
  readonly #resources = new TextTable();
  readonly #times = new IsoTimeReader();
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #rowCount = 0;
  #capacity = FIRST_ROWS;
  #caseNumber = new Int32Array(FIRST_ROWS);
  #activity = new Int32Array(FIRST_ROWS);
  #endMs = new Float64Array(FIRST_ROWS);
  #startMs: Float64Array<ArrayBuffer> | null;
  #resource: Int32Array<ArrayBuffer> | null;

  constructor(range: CsvRange) {
    this.#range = range;
    this.#starts = new Int32Array(range.columnCount);
    this.#ends = new Int32Array(range.columnCount);
    this.#startMs = range.startColumn < 0 ? null : new Float64Array(FIRST_ROWS);
    this.#resource = range.resourceColumn < 0 ? null : new Int32Array(FIRST_ROWS);
  }

  /** Take the records from `from` up to `end`, which is behind the end of a record; answers where it stopped. */
  records(source: Source, from: number, end: number, position: number): number {
    const { bytes } = source;
    const { toByte } = this.#range;
    let at = from;
    while (at < end && position + at < toByte) {
      const first = bytes[at];
      if (first === LINE_FEED) at++;
      else if (first === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED) at += 2;
      else at = this.#record(source, at, end, position);
    }
    return at;
  }

  #record(source: Source, from: number, end: number, position: number): number {
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

  #take({ bytes, view }: Source, byte: number): void {
    const { caseColumn, activityColumn, timeColumn, startColumn, resourceColumn } = this.#range;
    const starts = this.#starts;
    const ends = this.#ends;
    if (this.#rowCount === this.#capacity) this.#resize(2 * this.#capacity);
    const row = this.#rowCount++;
    const caseFrom = starts[caseColumn] ?? 0;
    const caseTo = ends[caseColumn] ?? 0;
    const activityFrom = starts[activityColumn] ?? 0;
    const activityTo = ends[activityColumn] ?? 0;
    if (caseFrom === caseTo || activityFrom === activityTo) this.#refuse("names no case or no activity", byte);
    const endMs = this.#times.read(bytes, starts[timeColumn] ?? 0, ends[timeColumn] ?? 0);
    if (Number.isNaN(endMs)) this.#refuse("has no ISO 8601 time", byte);
    this.#caseNumber[row] = this.#cases.add(view, caseFrom, caseTo);
    this.#activity[row] = this.#activities.add(view, activityFrom, activityTo);
    this.#endMs[row] = endMs;
    if (this.#startMs !== null) {
      const from = starts[startColumn] ?? 0;
      const to = ends[startColumn] ?? 0;
      const startMs = from === to ? Number.NaN : this.#times.read(bytes, from, to);
      if (from !== to && Number.isNaN(startMs)) this.#refuse("has a start that isn't an ISO 8601 time", byte);
      this.#startMs[row] = startMs;
    }
    if (this.#resource !== null) {
      const from = starts[resourceColumn] ?? 0;
      const to = ends[resourceColumn] ?? 0;
      this.#resource[row] = from === to ? -1 : this.#resources.add(view, from, to);
    }
  }

  result(): ScannedRange {
    const count = this.#rowCount;
    return {
      rowCount: count,
      cases: this.#cases.pack(),
      activities: this.#activities.pack(),
      resources: this.#resources.pack(),
      caseNumber: this.#caseNumber.subarray(0, count),
      activity: this.#activity.subarray(0, count),
      endMs: this.#endMs.subarray(0, count),
      startMs: this.#startMs?.subarray(0, count) ?? null,
      resource: this.#resource?.subarray(0, count) ?? null,
    };
  }

  /** Make room for as many rows as a range of this size has when its rows are like those so far. */
  expectBytes(bytesSoFar: number, allBytes: number): void {
    if (bytesSoFar > 0)
      this.#resize(Math.ceil(1.05 * this.#rowCount * Math.max(1, allBytes / bytesSoFar)) + FIRST_ROWS);
  }

  #resize(capacity: number): void {
    const enlarge = <Column extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(from: Column, to: Column) => {
      to.set(from.subarray(0, this.#rowCount));
      return to;
    };
    this.#capacity = capacity;
    this.#caseNumber = enlarge(this.#caseNumber, new Int32Array(capacity));
    this.#activity = enlarge(this.#activity, new Int32Array(capacity));
    this.#endMs = enlarge(this.#endMs, new Float64Array(capacity));
    if (this.#startMs !== null) this.#startMs = enlarge(this.#startMs, new Float64Array(capacity));
    if (this.#resource !== null) this.#resource = enlarge(this.#resource, new Int32Array(capacity));
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
