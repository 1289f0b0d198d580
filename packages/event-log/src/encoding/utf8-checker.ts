import { isAscii, isUtf8 } from "node:buffer";
import { withoutSurrogates } from "../text/utf8-repair.ts";
import { CellEvidence, type Cells } from "./cell-evidence.ts";

/** Begins Japanese in ISO-2022-JP. */
export const TO_JAPANESE = "\u001b$";

export interface Utf8Check {
  readonly ascii: boolean;
  /** Surrogates that are encoded as if they were characters aside. */
  readonly valid: boolean;
  /** Whether there are neither such surrogates nor NULs. */
  readonly isStorable: boolean;
  /** Whether it has the sequences by which ISO-2022-JP, which is ASCII otherwise, turns to Japanese. */
  readonly hasEscapes: boolean;
  /** Cells that aren't ASCII, when the text is not UTF-8; from all over it. */
  readonly cells: Cells;
}

/** Checks whether a byte stream is UTF-8, and collects evidence of its encoding if it isn't. */
export class Utf8Checker {
  readonly #evidence = new CellEvidence();
  #carry: Buffer = Buffer.alloc(0);
  #ascii = true;
  #valid = true;
  #isStart = true;
  #isStorable = true;
  #hasEscapes = false;

  push(chunk: Buffer): void {
    if (this.#isStorable && chunk.includes(0)) this.#isStorable = false;
    if (!this.#hasEscapes && chunk.includes(TO_JAPANESE)) this.#hasEscapes = true;
    if (this.#carry.length === 0 && isAscii(chunk)) {
      this.#isStart = false;
      return;
    }
    this.#ascii = false;
    const bytes = this.#carry.length > 0 ? Buffer.concat([this.#carry, chunk]) : chunk;
    const end = lastCharacterBoundary(bytes);
    this.#carry = Buffer.from(bytes.subarray(end));
    this.#check(bytes.subarray(0, end));
  }

  end(): Utf8Check {
    this.#check(this.#carry);
    return {
      ascii: this.#ascii,
      valid: this.#valid,
      isStorable: this.#isStorable,
      hasEscapes: this.#hasEscapes,
      cells: this.#evidence.cells(),
    };
  }

  #check(bytes: Buffer): void {
    const isValid = isUtf8(bytes) || this.#isUtf8WithSurrogates(bytes);
    if (!isValid) this.#valid = false;
    // What is UTF-8 is evidence too, should the rest be none.
    if (!isValid || !this.#evidence.hasEnoughUtf8) this.#evidence.collect(bytes, this.#isStart);
    this.#isStart = false;
  }

  #isUtf8WithSurrogates(bytes: Buffer): boolean {
    if (!this.#valid || !isUtf8(withoutSurrogates(bytes))) return false;
    this.#isStorable = false;
    return true;
  }
}

/** Where the last character that may be cut off by the end of `bytes` begins. */
export function lastCharacterBoundary(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
