import { createWriteStream, type WriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { once } from "node:events";
import { join } from "node:path";
import type { ImportBounds } from "./import-bounds.ts";

export interface RowSegment {
  readonly path: string;
  /** Number of columns that each of its rows has, leading ones not counted. */
  readonly width: number;
  /** Characters of its longest row. */
  readonly longestLine: number;
}

const flushCharacters = 1024 * 1024;

/**
 * Writes rows whose number of columns grows with time into files, each of one width, so that a CSV reader can take every
 * file as a plain table. A new file has room for further columns, which keeps the files few.
 */
export class RowSegments {
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #segments: { path: string; width: number; longestLine: number }[] = [];
  readonly #bounds: ImportBounds;
  /** Text by segment that isn't with the file system yet, the last one's behind. */
  #pending: { readonly segment: number; text: string[] }[] = [];
  #pendingCharacters = 0;
  #width = 0;
  #out: { readonly segment: number; readonly stream: WriteStream } | null = null;

  constructor(folder: string, bounds: ImportBounds, signal: AbortSignal) {
    this.#bounds = bounds;
    this.#folder = folder;
    this.#signal = signal;
  }

  /** Takes a row of `width` columns, without its line end. */
  write(row: string, width: number): void {
    if (width > this.#width) {
      this.#width = Math.ceil(width * 1.25) + 3;
      const path = join(this.#folder, `rows-${this.#segments.length}.csv`);
      this.#segments.push({ path, width: this.#width, longestLine: 0 });
      this.#pending.push({ segment: this.#segments.length - 1, text: [] });
    }
    const line = `${row}${",".repeat(this.#width - width)}\n`;
    this.#pending.at(-1)?.text.push(line);
    this.#pendingCharacters += line.length;
    this.#bounds.countStaged(line.length);
    const segment = this.#segments.at(-1);
    if (segment !== undefined && line.length > segment.longestLine) segment.longestLine = line.length;
  }

  /** Hands the rows taken so far to the file system once they are worth it; waits while it is busy. */
  async flush(isLast = false): Promise<void> {
    if (this.#pendingCharacters < flushCharacters && !isLast) return;
    const pending = this.#pending;
    this.#pending = [{ segment: this.#segments.length - 1, text: [] }];
    this.#pendingCharacters = 0;
    for (const { segment, text } of pending) {
      const path = this.#segments[segment]?.path;
      if (path === undefined || text.length === 0) continue;
      if (this.#out?.segment !== segment) {
        await this.#closeFile();
        this.#out = { segment, stream: createWriteStream(path) };
      }
      if (!this.#out.stream.write(text.join(""))) await once(this.#out.stream, "drain", { signal: this.#signal });
    }
  }

  /** Writes what is left and returns the files in the order of their rows. */
  async end(): Promise<readonly RowSegment[]> {
    await this.flush(true);
    await this.#closeFile();
    return this.#segments;
  }

  destroy(): void {
    this.#out?.stream.destroy();
  }

  async #closeFile(): Promise<void> {
    const stream = this.#out?.stream;
    this.#out = null;
    if (stream === undefined) return;
    stream.end();
    await finished(stream, { signal: this.#signal });
  }
}
