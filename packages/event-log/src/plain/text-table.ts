import { NotPlain } from "./not-plain.ts";
import { PendingTexts } from "./pending-texts.ts";
import { firstBytes, hashText } from "./text-hash.ts";

const FIRST_CAPACITY = 1024;
/** Words that are kept for the texts of a slot before there are any. */
const WORDS_PER_SLOT = 8;
/** Words of a slot: place of the entry + 1 (0 = empty, as memory comes) and hash. Slots are many, so they are small. */
const SLOT = 2;
/** Words before those of a text in its entry: number and length in bytes. */
const HEAD = 2;
export const HEAD_BYTES = 4 * HEAD;
/** Far more than happen by chance. The limit protects against files with many texts of one hash. */
const MOST_STEPS = 1000;

/** Entries of the texts that are looked up together, in one turn; -1 = not found at once. */
const foundAt = new Int32Array(PendingTexts.CAPACITY);

/** Distinct texts as they go from one thread to another. Words are little-endian, as on every machine that is supported. */
export interface PackedTexts {
  readonly count: number;
  /** For each text, in the order of its number: number, length in bytes, and UTF-8, filled up with zeros to whole words. */
  readonly words: Int32Array<ArrayBuffer>;
}

/** Numbers texts, given as bytes, in the order in which they first come. Open addressing, at most half full. */
export class TextTable {
  #mask: number;
  #slots: Int32Array;
  #count = 0;
  /** Entries as in `PackedTexts`; `#end` is behind the last. */
  #words: Int32Array<ArrayBuffer>;
  #end = 0;

  /** @param capacity - slots to begin with, a power of two */
  constructor(capacity = FIRST_CAPACITY) {
    this.#mask = capacity - 1;
    this.#slots = new Int32Array(SLOT * capacity);
    this.#words = new Int32Array(WORDS_PER_SLOT * capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** Memory that it takes. */
  get byteLength(): number {
    return this.#slots.byteLength + this.#words.byteLength;
  }

  /** Number of the text from byte `from` up to, not including, `to`; added if it is new. */
  add(source: DataView, from: number, to: number): number {
    return this.addHashed(source, from, to, hashText(source, from, to));
  }

  /** The same for a text whose `hashText` is known. */
  addHashed(source: DataView, from: number, to: number, hash: number): number {
    const slots = this.#slots;
    const words = this.#words;
    const lastPlace = this.#mask * SLOT + SLOT - 1;
    let place = (hash * SLOT) & lastPlace;
    for (let step = 0; ; step++) {
      const entry = (slots[place] ?? 0) - 1;
      if (entry < 0) break;
      if (step > MOST_STEPS) throw new NotPlain("its texts share hashes");
      if (slots[place + 1] === hash && isSame(words, entry, source, from, to)) return words[entry] ?? 0;
      place = (place + SLOT) & lastPlace;
    }
    slots[place] = this.#end + 1;
    slots[place + 1] = hash;
    return this.#append(source, from, to);
  }

  /** Number of a text that is added without being sought: it may be there already. */
  append(source: DataView, from: number, to: number): number {
    return this.#append(source, from, to);
  }

  /** Number texts of one source, of which `hashText` is known, into `numbers` from `row` on; -1 = no text. */
  addPending(source: DataView, { froms, tos, hashes, count }: PendingTexts, numbers: Int32Array, row: number): void {
    const slots = this.#slots;
    const words = this.#words;
    const lastPlace = this.#mask * SLOT + SLOT - 1;
    // All slots first, then all entries: memory answers many questions at once as long as none waits for another.
    for (let at = 0; at < count; at++) {
      const hash = hashes[at] ?? 0;
      const place = (hash * SLOT) & lastPlace;
      foundAt[at] = slots[place + 1] === hash ? (slots[place] ?? 0) - 1 : -1;
    }
    for (let at = 0; at < count; at++) {
      const from = froms[at] ?? 0;
      const to = tos[at] ?? 0;
      const entry = foundAt[at] ?? -1;
      if (from === to) numbers[row + at] = -1;
      else if (entry >= 0 && isSame(words, entry, source, from, to)) numbers[row + at] = words[entry] ?? 0;
      else numbers[row + at] = this.addHashed(source, from, to, hashes[at] ?? 0);
    }
  }

  /** Add texts of another table; answers the number that each got here. */
  addPacked({ count, words }: PackedTexts): Int32Array {
    const view = new DataView(words.buffer, words.byteOffset, words.byteLength);
    const numbers = new Int32Array(count);
    const pending = new PendingTexts();
    const flush = (behind: number): void => {
      this.addPending(view, pending, numbers, behind - pending.count);
      pending.count = 0;
    };
    let entry = 0;
    for (let number = 0; number < count; number++) {
      const length = words[entry + 1] ?? 0;
      const from = 4 * (entry + HEAD);
      entry += HEAD + ((length + 3) >>> 2);
      // Rows without a text are no text; one that is empty is one here.
      if (length === 0) {
        flush(number);
        numbers[number] = this.add(view, from, from);
        continue;
      }
      pending.add(from, from + length, hashText(view, from, from + length));
      if (pending.count === PendingTexts.CAPACITY) flush(number + 1);
    }
    flush(count);
    return numbers;
  }

  pack(): PackedTexts {
    return { count: this.#count, words: this.#words.slice(0, this.#end) };
  }

  #append(source: DataView, from: number, to: number): number {
    const number = this.#count++;
    const length = to - from;
    let at = this.#end;
    this.#end += HEAD + ((length + 3) >>> 2);
    if (this.#end > this.#words.length) {
      const words = new Int32Array(2 * this.#end);
      words.set(this.#words);
      this.#words = words;
    }
    this.#words[at++] = number;
    this.#words[at++] = length;
    for (let byte = from; byte < to; byte += 4) {
      const word = source.getInt32(byte, true);
      const bits = to - byte < 4 ? firstBytes(word, to - byte) : word;
      this.#words[at++] = bits;
    }
    if (2 * this.#count > this.#mask) this.#grow();
    return number;
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

/** Whether the text of this entry is the one from byte `from` up to, not including, `to`. */
function isSame(words: Int32Array, entry: number, source: DataView, from: number, to: number): boolean {
  if (words[entry + 1] !== to - from) return false;
  let word = entry + HEAD;
  let at = from;
  for (; at + 4 <= to; at += 4) if (words[word++] !== source.getInt32(at, true)) return false;
  return at === to || words[word] === firstBytes(source.getInt32(at, true), to - at);
}
