import { emptySource, type ByteSource } from "./byte-source.ts";
import { QUOTE } from "./csv-bytes.ts";
import { FieldScanner } from "./field-scanner.ts";
import { NotPlain } from "./not-plain.ts";
import { hashText } from "./text-hash.ts";

const FIRST_BYTES = 1024;

/** Reads fields in quotes that end on their line; a quote in the field is written twice (RFC 4180). */
export class QuotedFieldReader {
  /** Byte behind the closing quote of the field that was read last. */
  end = 0;
  /** Where the text of that field stands, its quotes written once: in the source, or in memory of this reader. */
  text: ByteSource = emptySource(0);
  from = 0;
  to = 0;
  /** Hash of the text, as `hashText` gives it. */
  hash = 0;
  readonly #cellBytes: number;
  readonly #part = new FieldScanner(QUOTE);
  #joined = emptySource(FIRST_BYTES);

  constructor(cellBytes: number) {
    this.#cellBytes = cellBytes;
  }

  /**
   * Read the field whose opening quote stands at `at`, with a line feed somewhere behind.
   * @throws NotPlain when it isn't closed on its line
   */
  read(source: ByteSource, at: number): void {
    const to = this.#endOfPart(source, at + 1);
    this.end = to + 1;
    this.text = source;
    this.from = at + 1;
    this.to = to;
    this.hash = this.#part.hash;
    if (source.bytes[to + 1] === QUOTE) this.#join(source);
    if (this.to - this.from > this.#cellBytes) throw new NotPlain("a field is too long");
  }

  /** Puts together a field that is cut by doubled quotes, of which the first was read. */
  #join(source: ByteSource): void {
    let { from, to } = this;
    let length = 0;
    for (;;) {
      const isDoubled = source.bytes[to + 1] === QUOTE;
      // The first of the two quotes is text.
      const part = source.bytes.subarray(from, isDoubled ? to + 1 : to);
      this.#reserve(length + part.length);
      this.#joined.bytes.set(part, length);
      length += part.length;
      if (!isDoubled) break;
      from = to + 2;
      to = this.#endOfPart(source, from);
    }
    this.end = to + 1;
    this.text = this.#joined;
    this.from = 0;
    this.to = length;
    this.hash = hashText(this.#joined.view, 0, length);
  }

  #endOfPart({ bytes, view }: ByteSource, from: number): number {
    this.#part.read(view, from);
    if (bytes[this.#part.end] !== QUOTE) throw new NotPlain("a quote isn't closed on its line");
    return this.#part.end;
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#joined.bytes.length) return;
    const larger = emptySource(2 * bytes);
    larger.bytes.set(this.#joined.bytes);
    this.#joined = larger;
  }
}
