import { NotPlain } from "../plain/not-plain.ts";
import { TextTable } from "../plain/text-table.ts";

/** A log may have thousands of columns, and most of them few values. */
const FIRST_TEXTS = 64;
const NONE = -1;

/** A column of text under construction: each row has the number of its text, or -1 for none. */
export class RecordColumn {
  readonly texts = new TextTable(FIRST_TEXTS);
  numbers: Int32Array<ArrayBuffer>;
  /** Whether each text has one number, and there are none but those of records. */
  isExact = true;

  constructor(capacity: number) {
    this.numbers = new Int32Array(capacity).fill(NONE);
  }

  /** Bytes that it takes beside those of its rows. */
  get textBytes(): number {
    return this.texts.byteLength;
  }

  resize(capacity: number): void {
    const numbers = new Int32Array(capacity).fill(NONE, this.numbers.length);
    numbers.set(this.numbers);
    this.numbers = numbers;
  }

  drop(from: number, to: number): void {
    this.numbers.fill(NONE, from, to);
    this.isExact = false;
  }

  numberOf(source: DataView, from: number, to: number): number {
    try {
      return this.texts.add(source, from, to);
    } catch (err) {
      if (!(err instanceof NotPlain)) throw err;
      // Too many share a hash to be distinguished in time.
      this.isExact = false;
      return this.texts.append(source, from, to);
    }
  }
}
