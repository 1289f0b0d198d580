import type { EventLog } from "@longhaul/event-log";

const FIRST_CAPACITY = 1024;

/**
 * Groups cases by their sequence of activities: open addressing by a 32-bit hash of the sequence, the sequence itself
 * compared with that of the variant's first case, so that equal hashes never merge two variants.
 */
export class VariantTable {
  readonly #log: EventLog;
  /** First case of each variant, in the order in which variants were met. */
  readonly #firstCases: number[] = [];
  readonly #hashes: number[] = [];
  #slots = new Int32Array(FIRST_CAPACITY).fill(-1);

  constructor(log: EventLog) {
    this.#log = log;
  }

  get firstCases(): readonly number[] {
    return this.#firstCases;
  }

  /** The variant of a case, numbered in the order in which they are met. */
  variantOf(owner: number): number {
    const hash = this.#hash(owner);
    let slot = this.#slotOf(hash);
    for (;;) {
      const variant = this.#slots[slot] ?? -1;
      if (variant < 0) break;
      if (this.#hashes[variant] === hash && this.#isSameTrace(owner, this.#firstCases[variant] ?? 0)) return variant;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    const variant = this.#firstCases.length;
    this.#slots[slot] = variant;
    this.#firstCases.push(owner);
    this.#hashes.push(hash);
    if (2 * variant > this.#slots.length) this.#grow();
    return variant;
  }

  #slotOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
  }

  /** FNV-1a over the activity numbers, mixed once more per step since numbers are small. */
  #hash(owner: number): number {
    const { activity, caseOffsets } = this.#log;
    const end = caseOffsets[owner + 1] ?? 0;
    let hash = 0x811c9dc5;
    for (let row = caseOffsets[owner] ?? 0; row < end; row++) {
      hash = Math.imul(hash ^ (activity[row] ?? 0), 0x01000193);
      hash ^= hash >>> 13;
    }
    return hash;
  }

  #isSameTrace(a: number, b: number): boolean {
    const { activity, caseOffsets } = this.#log;
    const startA = caseOffsets[a] ?? 0;
    const startB = caseOffsets[b] ?? 0;
    const length = (caseOffsets[a + 1] ?? 0) - startA;
    if (length !== (caseOffsets[b + 1] ?? 0) - startB) return false;
    for (let at = 0; at < length; at++) if (activity[startA + at] !== activity[startB + at]) return false;
    return true;
  }

  #grow(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(-1);
    for (let variant = 0; variant < this.#hashes.length; variant++) {
      let slot = this.#slotOf(this.#hashes[variant] ?? 0);
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = variant;
    }
  }
}
