import { isUtf8 } from "node:buffer";
import { CsvRefusal } from "./csv-refusal.ts";

const FIRST_CAPACITY = 1024;
const EMPTY = -1;

/** Distinct texts with their UTF-8 bytes one behind the other, as they go from one thread to another. */
export interface PackedTexts {
  readonly count: number;
  /** Where each text begins in `bytes`, with the end of the last behind: `count + 1` entries. */
  readonly offsets: Uint32Array;
  readonly hashes: Int32Array;
  readonly bytes: Uint8Array;
}

/** Numbers texts, given as bytes, in the order in which they first come. Open addressing, at most half full. */
export class TextTable {
  #mask = FIRST_CAPACITY - 1;
  /** Number and hash of a slot stand side by side, so that a look-up that fails touches one cache line. */
  #slots = new Int32Array(2 * FIRST_CAPACITY).fill(EMPTY);
  #count = 0;
  #hashes = new Int32Array(FIRST_CAPACITY);
  #offsets = new Uint32Array(FIRST_CAPACITY + 1);
  #bytes = new Uint8Array(16 * FIRST_CAPACITY);

  get size(): number {
    return this.#count;
  }

  /** Number of the text from `from` up to, not including, `to`; added if it is new. */
  add(source: Uint8Array, from: number, to: number): number {
    // FNV-1a, then mixed, for the table looks at the low bits only.
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (source[at] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
    return this.addHashed(hash, source, from, to);
  }

  /** The same for a text whose hash is known. */
  addHashed(hash: number, source: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    for (;;) {
      const number = slots[2 * slot] ?? EMPTY;
      if (number === EMPTY) break;
      if (slots[2 * slot + 1] === hash && this.#isSame(number, source, from, to)) return number;
      slot = (slot + 1) & this.#mask;
    }
    const number = this.#count++;
    slots[2 * slot] = number;
    slots[2 * slot + 1] = hash;
    this.#store(number, hash, source, from, to);
    if (2 * this.#count > this.#mask) this.#grow();
    return number;
  }

  pack(): PackedTexts {
    const end = this.#offsets[this.#count] ?? 0;
    return {
      count: this.#count,
      offsets: this.#offsets.slice(0, this.#count + 1),
      hashes: this.#hashes.slice(0, this.#count),
      bytes: this.#bytes.slice(0, end),
    };
  }

  #isSame(number: number, source: Uint8Array, from: number, to: number): boolean {
    const start = this.#offsets[number] ?? 0;
    if ((this.#offsets[number + 1] ?? 0) - start !== to - from) return false;
    const bytes = this.#bytes;
    for (let at = from, other = start; at < to; at++, other++) if (source[at] !== bytes[other]) return false;
    return true;
  }

  #store(number: number, hash: number, source: Uint8Array, from: number, to: number): void {
    const start = this.#offsets[number] ?? 0;
    const end = start + to - from;
    if (end > this.#bytes.length) this.#bytes = enlarged(this.#bytes, new Uint8Array(2 * end));
    if (number + 1 >= this.#hashes.length) {
      this.#hashes = enlarged(this.#hashes, new Int32Array(2 * this.#hashes.length));
      this.#offsets = enlarged(this.#offsets, new Uint32Array(2 * this.#offsets.length));
    }
    this.#hashes[number] = hash;
    this.#offsets[number + 1] = end;
    this.#bytes.set(source.subarray(from, to), start);
  }

  #grow(): void {
    this.#mask = 2 * this.#mask + 1;
    const slots = new Int32Array(2 * (this.#mask + 1)).fill(EMPTY);
    for (let number = 0; number < this.#count; number++) {
      const hash = this.#hashes[number] ?? 0;
      let slot = hash & this.#mask;
      while (slots[2 * slot] !== EMPTY) slot = (slot + 1) & this.#mask;
      slots[2 * slot] = number;
      slots[2 * slot + 1] = hash;
    }
    this.#slots = slots;
  }
}

/** The texts as strings. @throws CsvRefusal when they aren't UTF-8 */
export function unpackTexts({ count, offsets, bytes }: PackedTexts): string[] {
  if (!isUtf8(bytes)) throw new CsvRefusal("The file isn't UTF-8.");
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const whole = decoder.decode(bytes);
  // One character a byte: places in the bytes are places in the string.
  const isAscii = whole.length === bytes.length;
  return Array.from({ length: count }, (_, number) => {
    const [from, to] = [offsets[number] ?? 0, offsets[number + 1] ?? 0];
    return isAscii ? whole.slice(from, to) : decoder.decode(bytes.subarray(from, to));
  });
}

function enlarged<Values extends Uint8Array | Int32Array | Uint32Array>(values: Values, larger: Values): Values {
  larger.set(values);
  return larger;
}
