/** Texts of one column in rows that follow each other, by their places in the source, until they are numbered together. */
export class PendingTexts {
  /** Rows that fit: enough to make up for the turn, few enough to stay in the cache. */
  static readonly CAPACITY = 2048;
  readonly froms = new Int32Array(PendingTexts.CAPACITY);
  /** A text that ends where it begins is none. */
  readonly tos = new Int32Array(PendingTexts.CAPACITY);
  readonly hashes = new Int32Array(PendingTexts.CAPACITY);
  count = 0;

  add(from: number, to: number, hash: number): void {
    const at = this.count++;
    this.froms[at] = from;
    this.tos[at] = to;
    this.hashes[at] = hash;
  }
}
