/** A relation over n elements as a square bit table, for sets of up to some thousand elements. */
export class Relation {
  readonly size: number;
  readonly #has: Uint8Array;

  constructor(size: number) {
    this.size = size;
    this.#has = new Uint8Array(size * size);
  }

  add(from: number, to: number): void {
    this.#has[from * this.size + to] = 1;
  }

  has(from: number, to: number): boolean {
    return this.#has[from * this.size + to] === 1;
  }

  /** Whether it relates them in either direction. */
  connects(a: number, b: number): boolean {
    return this.has(a, b) || this.has(b, a);
  }

  /** All `to` of `from`, ascending. */
  after(from: number): number[] {
    const found: number[] = [];
    for (let to = 0; to < this.size; to++) if (this.has(from, to)) found.push(to);
    return found;
  }
}
