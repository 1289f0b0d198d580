import type { ByteSource } from "./byte-source.ts";
import { CARRIAGE_RETURN, LINE_FEED, QUOTE } from "./csv-bytes.ts";
import type { CsvRange } from "./csv-range.ts";
import { FieldScanner } from "./field-scanner.ts";
import { IsoTimeReader } from "./iso-time.ts";
import { NotPlain } from "./not-plain.ts";
import { PlainTimeReader } from "./plain-time.ts";
import { QuotedFieldReader } from "./quoted-field.ts";
import type { RangeColumns } from "./range-columns.ts";
import { hashText } from "./text-hash.ts";

/**
 * Takes records in one pass over the bytes that finds, hashes and numbers each field at once. A record is plain when it has as
 * many fields as the header, its times are ISO 8601, and its quoted fields are those of RFC 4180 without line breaks. The other
 * rules for fields (`checkTexts`) are checked on the distinct texts, which are far fewer.
 */
export class PlainRecordReader {
  readonly #columns: RangeColumns;
  readonly #delimiter: number;
  readonly #hasQuotes: boolean;
  readonly #isTime: readonly boolean[];
  readonly #cellBytes: number;
  readonly #field: FieldScanner;
  readonly #quoted: QuotedFieldReader;
  readonly #careful = new IsoTimeReader();
  readonly #time = new PlainTimeReader(this.#careful);

  constructor(range: CsvRange, columns: RangeColumns) {
    this.#columns = columns;
    this.#delimiter = range.delimiter;
    this.#hasQuotes = range.hasQuotes;
    this.#isTime = range.columns.map((kind) => kind === "time");
    this.#cellBytes = range.limits.cellBytes;
    this.#field = new FieldScanner(range.delimiter);
    this.#quoted = new QuotedFieldReader(range.limits.cellBytes);
  }

  /**
   * Take the record that begins at `from`, with a line feed somewhere behind; answers where the next begins.
   * @throws NotPlain when it isn't a plain one
   */
  read(source: ByteSource, from: number): number {
    const { bytes, view } = source;
    const isTime = this.#isTime;
    const field = this.#field;
    const last = isTime.length - 1;
    let at = from;
    for (let column = 0; column <= last; column++) {
      const behind = column === last ? LINE_FEED : this.#delimiter;
      if (bytes[at] === QUOTE && this.#hasQuotes) {
        at = this.#takeQuoted(source, at, column, behind);
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
      else if (isReturn) this.#columns.setText(column, at, end - 1, hashText(view, at, end - 1));
      else this.#columns.setText(column, at, end, field.hash);
      at = end + 1;
    }
    this.#columns.endRow(view);
    return at;
  }

  /** Take a field that begins with a quote; answers where the next begins. */
  #takeQuoted(source: ByteSource, at: number, column: number, behind: number): number {
    const quoted = this.#quoted;
    const isTime = this.#isTime[column] === true;
    const micros = isTime ? this.#time.read(source.view, source.bytes, at + 1) : Number.NaN;
    const isPlainTime = !Number.isNaN(micros) && source.bytes[this.#time.end] === QUOTE;
    if (isPlainTime) this.#columns.setTime(column, micros);
    else quoted.read(source, at);
    let end = isPlainTime ? this.#time.end + 1 : quoted.end;
    if (behind === LINE_FEED && source.bytes[end] === CARRIAGE_RETURN) end++;
    if (source.bytes[end] !== behind) throw new NotPlain("text behind a closing quote");
    if (isPlainTime) return end + 1;
    const { text } = quoted;
    if (isTime) this.#setTime(column, text.bytes, quoted.from, quoted.to);
    else if (text === source) this.#columns.setText(column, quoted.from, quoted.to, quoted.hash);
    else this.#columns.setPassingText(column, text.view, quoted.to, quoted.hash, source.view);
    return end + 1;
  }

  #setTime(column: number, bytes: Uint8Array, from: number, to: number): void {
    const micros = from === to ? Number.NaN : this.#careful.read(bytes, from, to);
    if (from < to && Number.isNaN(micros)) throw new NotPlain("a time isn't of ISO 8601");
    this.#columns.setTime(column, micros);
  }
}
