const DENSE_UP_TO = 2048;

/**
 * Numbers the pairs of activities as they come: a square table up to 2,048 activities (16 MB), a map above.
 */
export class EdgeIndex {
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly #activityCount: number;
  readonly #dense: Int32Array | null;
  readonly #sparse = new Map<number, number>();

  constructor(activityCount: number) {
    this.#activityCount = activityCount;
    this.#dense = activityCount <= DENSE_UP_TO ? new Int32Array(activityCount ** 2).fill(-1) : null;
  }

  get size(): number {
    return this.from.length;
  }

  /** Number of the pair, or −1 when it was never added. */
  find(from: number, to: number): number {
    const key = from * this.#activityCount + to;
    return (this.#dense === null ? this.#sparse.get(key) : this.#dense[key]) ?? -1;
  }

  /** Number of the pair, added if need be. */
  add(from: number, to: number): number {
    const known = this.find(from, to);
    if (known >= 0) return known;
    const key = from * this.#activityCount + to;
    const number = this.from.length;
    if (this.#dense === null) this.#sparse.set(key, number);
    else this.#dense[key] = number;
    this.from.push(from);
    this.to.push(to);
    return number;
  }
}
