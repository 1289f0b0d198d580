import { isUtf8 } from "node:buffer";
import { CsvRefusal } from "./csv-refusal.ts";

const FIRST_CAPACITY = 1024;
/** Words of a slot: number + 1 (0 = empty, as memory comes) and hash. Slots are many, so they are small. */
const SLOT = 2;
/** Words that each text is known by: its length and its first bytes. */
const KNOWN = 6;
const KEY_WORDS = 5;
const KEY_BYTES = 4 * KEY_WORDS;
/** Texts are read by words, so this many bytes behind the last must be there to be read. */
export const SLACK_BYTES = 4;

/** Distinct texts with their UTF-8 bytes one behind the other, as they go from one thread to another. */
export interface PackedTexts {
  readonly count: number;
  /** Where each text begins in `bytes`, with the end of the last behind: `count + 1` entries. */
  readonly offsets: Uint32Array;
  /** With `SLACK_BYTES` behind the last. */
  readonly bytes: Uint8Array;
}

/** Numbers texts, given as bytes, in the order in which they first come. Open addressing, at most half full. */
export class TextTable {
  #mask = FIRST_CAPACITY - 1;
  #slots = new Int32Array(SLOT * FIRST_CAPACITY);
  #known = new Int32Array(KNOWN * FIRST_CAPACITY);
  #count = 0;
  #offsets = new Uint32Array(FIRST_CAPACITY + 1);
  #bytes = new Uint8Array(KEY_BYTES * FIRST_CAPACITY);
  #view = new DataView(this.#bytes.buffer);
  readonly #key = new Int32Array(KEY_WORDS);

  /** Number of the text from byte `from` up to, not including, `to`; added if it is new. */
  add(source: DataView, from: number, to: number): number {
    const key = this.#key;
    const length = to - from;
    let hash = length;
    let word = 0;
    for (let at = from; at < to; at += 4) {
      const left = to - at;
      const bits = source.getInt32(at, true) & (left < 4 ? (1 << (8 * left)) - 1 : -1);
      hash = Math.imul(hash ^ bits, 0x9e3779b1);
      hash ^= hash >>> 15;
      if (word < KEY_WORDS) key[word++] = bits;
    }
    while (word < KEY_WORDS) key[word++] = 0;
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;

    const slots = this.#slots;
    let place = (hash & this.#mask) * SLOT;
    for (;;) {
      const number = (slots[place] ?? 0) - 1;
      if (number < 0) break;
      if (slots[place + 1] === hash && this.#isSame(number, source, from, length)) return number;
      place = (place + SLOT) & (this.#mask * SLOT + SLOT - 1);
    }
    const number = this.#count++;
    slots[place] = number + 1;
    slots[place + 1] = hash;
    this.#store(number, source, from, to);
    if (2 * this.#count > this.#mask) this.#grow();
    return number;
  }

  pack(): PackedTexts {
    const end = this.#offsets[this.#count] ?? 0;
    return {
      count: this.#count,
      offsets: this.#offsets.slice(0, this.#count + 1),
      bytes: this.#bytes.slice(0, end + SLACK_BYTES),
    };
  }

  /** Whether the text with this number is the one whose first bytes are in `#key`. */
  #isSame(number: number, source: DataView, from: number, length: number): boolean {
    const known = this.#known;
    const key = this.#key;
    const at = number * KNOWN;
    if (
      known[at] !== length ||
      known[at + 1] !== key[0] ||
      known[at + 2] !== key[1] ||
      known[at + 3] !== key[2] ||
      known[at + 4] !== key[3] ||
      known[at + 5] !== key[4]
    )
      return false;
    const start = this.#offsets[number] ?? 0;
    for (let behind = KEY_BYTES; behind < length; behind++)
      if (source.getUint8(from + behind) !== this.#view.getUint8(start + behind)) return false;
    return true;
  }

  #store(number: number, source: DataView, from: number, to: number): void {
    const start = this.#offsets[number] ?? 0;
    const end = start + to - from;
    if (end + SLACK_BYTES > this.#bytes.length) {
      this.#bytes = enlarged(this.#bytes, new Uint8Array(2 * (end + SLACK_BYTES)));
      this.#view = new DataView(this.#bytes.buffer);
    }
    if (number + 1 >= this.#offsets.length) {
      this.#offsets = enlarged(this.#offsets, new Uint32Array(2 * this.#offsets.length));
      this.#known = enlarged(this.#known, new Int32Array(KNOWN * this.#offsets.length));
    }
    this.#known[number * KNOWN] = to - from;
    this.#known.set(this.#key, number * KNOWN + 1);
    this.#offsets[number + 1] = end;
    for (let at = from; at < to; at++) this.#bytes[start + at - from] = source.getUint8(at);
  }

  #grow(): void {
    const before = this.#slots;
    this.#mask = 4 * this.#mask + 3;
    const slots = new Int32Array(SLOT * (this.#mask + 1));
    for (let from = 0; from < before.length; from += SLOT) {
      if (before[from] === 0) continue;
      let place = ((before[from + 1] ?? 0) & this.#mask) * SLOT;
      while (slots[place] !== 0) place = (place + SLOT) & (this.#mask * SLOT + SLOT - 1);
      for (let word = 0; word < SLOT; word++) slots[place + word] = before[from + word] ?? 0;
    }
    this.#slots = slots;
  }
}

/** The texts as strings. @throws CsvRefusal when they aren't UTF-8 */
export function unpackTexts({ count, offsets, bytes: withSlack }: PackedTexts): string[] {
  const bytes = withSlack.subarray(0, offsets[count] ?? 0);
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

function enlarged<Values extends Uint8Array | Uint32Array | Int32Array>(values: Values, larger: Values): Values {
  larger.set(values);
  return larger;
}
