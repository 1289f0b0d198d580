import type { ByteSource } from "./byte-source.ts";
import { CARRIAGE_RETURN, LINE_FEED, QUOTE } from "./csv-bytes.ts";
import type { CsvRange } from "./csv-range.ts";
import { FieldScanner } from "./field-scanner.ts";
import { IsoTimeReader } from "./iso-time.ts";
import { NotPlain } from "./not-plain.ts";
import { PlainTimeReader } from "./plain-time.ts";
import type { RangeColumns } from "./range-columns.ts";
import { hashText } from "./text-hash.ts";

/**
 * Takes records in one pass over the bytes that finds, hashes and numbers each field at once. A record is plain when it has as
 * many fields as the header, its times are ISO 8601, and no quote stands in it but around whole fields without quotes and line
 * breaks of their own. What fields may not hold besides (`checkTexts`) is asked of the distinct texts, which are far fewer.
 */
export class PlainRecordReader {
  readonly #columns: RangeColumns;
  readonly #delimiter: number;
  readonly #hasQuotes: boolean;
  readonly #isTime: readonly boolean[];
  readonly #cellBytes: number;
  readonly #field: FieldScanner;
  readonly #careful = new IsoTimeReader();
  readonly #time = new PlainTimeReader(this.#careful);

  constructor(range: CsvRange, columns: RangeColumns) {
    this.#columns = columns;
    this.#delimiter = range.delimiter;
    this.#hasQuotes = range.hasQuotes;
    this.#isTime = range.columns.map((kind) => kind === "time");
    this.#cellBytes = range.limits.cellBytes;
    this.#field = new FieldScanner(range.delimiter);
  }

  /**
   * Take the record that begins at `from`, with a line feed somewhere behind; answers where the next begins.
   * @throws NotPlain when it isn't a plain one
   */
  read({ bytes, view }: ByteSource, from: number): number {
    const isTime = this.#isTime;
    const field = this.#field;
    const last = isTime.length - 1;
    let at = from;
    for (let column = 0; column <= last; column++) {
      const behind = column === last ? LINE_FEED : this.#delimiter;
      if (bytes[at] === QUOTE && this.#hasQuotes) {
        at = this.#quoted(bytes, view, at, column, behind);
        continue;
      }
      if (isTime[column] === true) {
        const micros = this.#time.read(view, bytes, at);
        if (!Number.isNaN(micros) && bytes[this.#time.end] === behind) {
          this.#columns.setTime(column, micros);
          at = this.#time.end + 1;
          continue;
        }
      }
      field.read(view, at);
      const { end } = field;
      if (bytes[end] !== behind) throw new NotPlain("a record has too few fields or too many");
      if (end - at > this.#cellBytes) throw new NotPlain("a field is too long");
      const isReturn = behind === LINE_FEED && end > at && bytes[end - 1] === CARRIAGE_RETURN;
      if (isTime[column] === true) this.#setTime(column, bytes, at, isReturn ? end - 1 : end);
      else if (isReturn) this.#columns.setText(column, view, at, end - 1, hashText(view, at, end - 1));
      else this.#columns.setText(column, view, at, end, field.hash);
      at = end + 1;
    }
    this.#columns.endRow();
    return at;
  }

  /** Take a field that begins with a quote; answers where the next begins. */
  #quoted(bytes: Uint8Array, view: DataView, at: number, column: number, behind: number): number {
    const from = at + 1;
    let to = from;
    let byte = bytes[to];
    while (byte !== QUOTE && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) byte = bytes[++to];
    if (byte !== QUOTE) throw new NotPlain("a quote isn't closed on its line");
    let end = to + 1;
    if (behind === LINE_FEED && bytes[end] === CARRIAGE_RETURN) end++;
    if (bytes[end] !== behind) throw new NotPlain("text or a quote behind a closing quote");
    if (to - from > this.#cellBytes) throw new NotPlain("a field is too long");
    if (this.#isTime[column] === true) this.#setTime(column, bytes, from, to);
    else this.#columns.setText(column, view, from, to, hashText(view, from, to));
    return end + 1;
  }

  #setTime(column: number, bytes: Uint8Array, from: number, to: number): void {
    const micros = from === to ? Number.NaN : this.#careful.read(bytes, from, to);
    if (from < to && Number.isNaN(micros)) throw new NotPlain("a time isn't of ISO 8601");
    this.#columns.setTime(column, micros);
  }
}
