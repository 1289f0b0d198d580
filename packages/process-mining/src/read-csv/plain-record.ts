import type { ByteSource } from "./byte-source.ts";
import { CARRIAGE_RETURN, LINE_FEED, QUOTE } from "./csv-bytes.ts";
import type { CsvRange } from "./csv-range.ts";
import { FieldScanner } from "./field-scanner.ts";
import { PlainTimeReader } from "./plain-time.ts";
import type { RangeColumns } from "./range-columns.ts";

/** What `PlainRecordReader.read` answers for a record that isn't plain. */
export const NOT_PLAIN = -1;
/** Delimiters that neither quote nor are part of a time of the usual shape. */
const DELIMITERS = Buffer.from(",;\t|");
const ROLES = { other: 0, caseId: 1, activity: 2, time: 3, start: 4, resource: 5 } as const;

/**
 * Takes plain records quickly: one pass over the bytes that finds, hashes and numbers each field at once. A record is plain
 * when no field begins with a quote and it has all that it must have. Every other is left to the careful way, which takes
 * the same values of a plain one, and says what is wrong with a faulty one.
 */
export class PlainRecordReader {
  readonly #columns: RangeColumns;
  readonly #delimiter: number;
  /** Role of each column. */
  readonly #roles: Uint8Array;
  readonly #field: FieldScanner;
  readonly #time: PlainTimeReader;

  constructor(range: CsvRange, columns: RangeColumns) {
    this.#columns = columns;
    this.#delimiter = range.delimiter;
    this.#roles = new Uint8Array(range.columnCount);
    if (range.caseColumn >= 0) this.#roles[range.caseColumn] = ROLES.caseId;
    if (range.activityColumn >= 0) this.#roles[range.activityColumn] = ROLES.activity;
    if (range.timeColumn >= 0) this.#roles[range.timeColumn] = ROLES.time;
    if (range.startColumn >= 0) this.#roles[range.startColumn] = ROLES.start;
    if (range.resourceColumn >= 0) this.#roles[range.resourceColumn] = ROLES.resource;
    this.#field = new FieldScanner(range.delimiter);
    this.#time = new PlainTimeReader(columns.times);
  }

  /** Whether records of this range can be plain: a usual delimiter, and no column in two roles. */
  static suits({ delimiter, ...range }: CsvRange): boolean {
    const places = [range.caseColumn, range.activityColumn, range.timeColumn, range.startColumn, range.resourceColumn];
    const named = places.filter((place) => place >= 0);
    return DELIMITERS.includes(delimiter) && new Set(named).size === named.length;
  }

  /** Take the record that begins at `from`, with a line feed somewhere behind; answers where the next begins, or `NOT_PLAIN`. */
  read({ bytes, view }: ByteSource, from: number): number {
    const { activities, resources, times } = this.#columns;
    const roles = this.#roles;
    const field = this.#field;
    const delimiter = this.#delimiter;
    const last = roles.length - 1;
    let caseFrom = 0;
    let caseTo = 0;
    let caseHash = 0;
    let activity = -1;
    let endMs = Number.NaN;
    let startMs = Number.NaN;
    let resource = -1;
    let at = from;
    for (let column = 0; column <= last; column++) {
      if (bytes[at] === QUOTE) return NOT_PLAIN;
      const role = roles[column];
      if (role === ROLES.time || role === ROLES.start) {
        let ms = this.#time.read(view, bytes, at);
        let end = this.#time.end;
        const isLast = column === last;
        if (Number.isNaN(ms) || bytes[end] !== (isLast ? LINE_FEED : delimiter)) {
          field.read(view, at);
          end = field.end;
          if (bytes[end] !== (isLast ? LINE_FEED : delimiter)) return NOT_PLAIN;
          const to = isLast && end > at && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
          ms = times.read(bytes, at, to);
          if (Number.isNaN(ms) && (role === ROLES.time || to > at)) return NOT_PLAIN;
        }
        if (role === ROLES.time) endMs = ms;
        else startMs = ms;
        at = end + 1;
        continue;
      }
      field.read(view, at);
      const { end, hash } = field;
      // Nothing of a record with too few or too many fields may get into the tables.
      if (bytes[end] !== (column === last ? LINE_FEED : delimiter)) return NOT_PLAIN;
      if (column === last && bytes[end - 1] === CARRIAGE_RETURN) {
        if (role !== ROLES.other) return NOT_PLAIN;
      } else if (role === ROLES.caseId) {
        if (end === at) return NOT_PLAIN;
        caseFrom = at;
        caseTo = end;
        caseHash = hash;
      } else if (role === ROLES.activity) {
        if (end === at) return NOT_PLAIN;
        activity = activities.addHashed(view, at, end, hash);
      } else if (role === ROLES.resource && end > at) resource = resources.addHashed(view, at, end, hash);
      at = end + 1;
    }
    this.#columns.push(caseFrom, caseTo, caseHash, activity, endMs, startMs, resource);
    return at;
  }
}
