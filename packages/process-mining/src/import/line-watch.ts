const LONG_BYTES = 1024 * 1024;

/**
 * Tells of a stream of text whether it has a line of megabytes: DuckDB's reader passes over one that is longer than its
 * buffer without a word. All lines of more than 3 MB are found, and none of less than 1 MB.
 */
export class LineWatch {
  #sinceLineEnd = 0;
  #hasLongLine = false;

  get hasLongLine(): boolean {
    return this.#hasLongLine;
  }

  /** @param chunk up to 1 MB */
  push(chunk: Buffer): void {
    // Found within the first lines of nearly every chunk.
    if (chunk.includes(10) || chunk.includes(13)) this.#sinceLineEnd = 0;
    else this.#sinceLineEnd += chunk.length;
    if (this.#sinceLineEnd >= LONG_BYTES) this.#hasLongLine = true;
  }
}
