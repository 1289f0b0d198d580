const FIRST_CAPACITY = 4096;
/** Words of a slot: key low, key high, number, one unused; a slot never crosses a cache line. */
const SLOT = 4;

/**
 * Numbers by 64-bit hash: open addressing with linear probing over one typed array, at most half full. A key is a
 * pair of 32-bit words.
 */
export class HashTable {
  /** What `find` answers for a key that was never added; not a number that may be added. */
  static readonly absent = -1;

  #mask = FIRST_CAPACITY - 1;
  #size = 0;
  #slots = emptySlots(FIRST_CAPACITY);

  find(low: number, high: number): number {
    return this.#slots[this.#place(low | 0, high | 0) + 2] ?? HashTable.absent;
  }

  /** Adds a key with its number; false, and nothing changed, when the key is there already. */
  add(low: number, high: number, number: number): boolean {
    if (2 * this.#size > this.#mask) this.#grow();
    const place = this.#place(low | 0, high | 0);
    if (this.#slots[place + 2] !== HashTable.absent) return false;
    this.#put(place, low, high, number);
    this.#size++;
    return true;
  }

  /** Where the slot of the key is, or the empty slot where it would go. */
  #place(low: number, high: number): number {
    const slots = this.#slots;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & this.#mask;
    for (;;) {
      const place = slot * SLOT;
      if ((slots[place] === low && slots[place + 1] === high) || slots[place + 2] === HashTable.absent) return place;
      slot = (slot + 1) & this.#mask;
    }
  }

  #put(place: number, low: number, high: number, number: number): void {
    this.#slots[place] = low;
    this.#slots[place + 1] = high;
    this.#slots[place + 2] = number;
  }

  #grow(): void {
    const before = this.#slots;
    this.#mask = 2 * this.#mask + 1;
    this.#slots = emptySlots(this.#mask + 1);
    for (let place = 0; place < before.length; place += SLOT) {
      const number = before[place + 2] ?? HashTable.absent;
      if (number === HashTable.absent) continue;
      const low = before[place] ?? 0;
      const high = before[place + 1] ?? 0;
      this.#put(this.#place(low, high), low, high, number);
    }
  }
}

function emptySlots(capacity: number): Int32Array {
  return new Int32Array(capacity * SLOT).fill(HashTable.absent);
}
