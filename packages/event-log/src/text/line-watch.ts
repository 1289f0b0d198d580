const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const LONG_BYTES = 1024 * 1024;

/**
 * Tells of a stream of text whether it has a line of megabytes: DuckDB's reader passes over one that is longer than its
 * buffer without a word; and whether it has quotes. All lines of more than 3 MB are found, and none of less than 1 MB.
 */
export class LineWatch {
  #sinceLineEnd = 0;
  #hasLongLine = false;
  #hasQuotes = false;

  get hasLongLine(): boolean {
    return this.#hasLongLine;
  }

  get hasQuotes(): boolean {
    return this.#hasQuotes;
  }

  /** @param chunk up to 1 MB */
  push(chunk: Buffer): void {
    // Found within the first lines of nearly every chunk.
    if (chunk.includes(10) || chunk.includes(13)) this.#sinceLineEnd = 0;
    else this.#sinceLineEnd += chunk.length;
    this.#hasQuotes ||= chunk.includes(DOUBLE_QUOTE) || chunk.includes(SINGLE_QUOTE);
    if (this.#sinceLineEnd >= LONG_BYTES) this.#hasLongLine = true;
  }
}
