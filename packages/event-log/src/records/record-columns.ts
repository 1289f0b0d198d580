import { join } from "node:path";
import type { ParquetColumn } from "../parquet/parquet-column.ts";
import { writeParquet } from "../parquet/write-parquet.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { dictionaryOf } from "../plain/dictionary.ts";
import { RecordColumn } from "./record-column.ts";
import { TextBytes } from "../plain/text-bytes.ts";

const FIRST_ROWS = 1024;
const WORD = 2 ** 32;
const PLACE_BYTES = 8;
const NUMBER_BYTES = 4;
/** Fewer aren't worth a file, however wide they are. */
const LEAST_ROWS_TO_WRITE = 2048;

export interface RecordColumnsOptions {
  /** Where records go that don't fit into memory. */
  readonly scratchDir: string;
  readonly bounds: ImportBounds;
  readonly signal: AbortSignal;
  /** What records may take of memory. */
  readonly memoryBytes: number;
}

/** Names of columns in the files that `RecordColumns` writes. */
export const PLACE = "place";
export const ROW = "row_index";
export const columnSql = (index: number): string => `c${index}`;

/**
 * Holds records of text under construction, column by column: a value that recurs is kept once, and a column may come with any
 * record. What doesn't fit into memory goes to Parquet files. A record has a place: a number that says where in the file it is.
 */
export class RecordColumns {
  readonly #options: RecordColumnsOptions;
  readonly #text = new TextBytes();
  #columns: RecordColumn[] = [];
  #places = new Int32Array(2 * FIRST_ROWS);
  #capacity = FIRST_ROWS;
  #rows = 0;
  #rowsInFiles = 0;
  #columnsInFiles = 0;
  /** Bytes of the values of the record under construction, and of all records with their columns. */
  #rowBytes = 0;
  #bytes = 0;
  readonly #files: string[] = [];

  constructor(options: RecordColumnsOptions) {
    this.#options = options;
  }

  get rowCount(): number {
    return this.#rowsInFiles + this.#rows;
  }

  /** Rows in memory, the last ones. */
  get rowsHeld(): number {
    return this.#rows;
  }

  /** Place of a row in memory. */
  placeOf(row: number): number {
    return (this.#places[2 * row + 1] ?? 0) * WORD + ((this.#places[2 * row] ?? 0) >>> 0);
  }

  /** The column of this index, which is there from now on. */
  column(index: number): RecordColumn {
    for (let next = this.#columns.length; next <= index; next++) this.#columns.push(new RecordColumn(this.#capacity));
    const found = this.#columns[index];
    if (found === undefined) throw new Error("a column was not made");
    return found;
  }

  /** A value of the record under construction; one without bytes is none. */
  set(index: number, source: DataView, from: number, to: number): void {
    if (from === to) return;
    const { numbers } = this.column(index);
    numbers[this.#rows] = this.column(index).numberOf(source, from, to);
    this.#rowBytes += to - from;
  }

  setText(index: number, text: string): void {
    const length = this.#text.write(text);
    this.set(index, this.#text.view, 0, length);
  }

  /** Gives the last records, this many of those in memory, a value in common. */
  fill(index: number, text: string, rows: number): void {
    if (text === "" || rows === 0) return;
    const length = this.#text.write(text);
    this.#count(length * rows);
    const column = this.column(index);
    column.numbers.fill(column.numberOf(this.#text.view, 0, length), this.#rows - rows, this.#rows);
  }

  /** Ends a record. `place` is below 2^53, or below 2^32 where `place / 2^32` is given as `high`. */
  endRow(place: number, high = Math.floor(place / WORD)): void {
    this.#places[2 * this.#rows] = place;
    this.#places[2 * this.#rows + 1] = high;
    this.#count(this.#rowBytes + this.#columns.length);
    this.#rowBytes = 0;
    if (++this.#rows === this.#capacity) this.#grow();
  }

  /** Whether all records are in memory, of so many bytes, each text has one number and is of a record, and places ascend where they have to. */
  mayBePlain(leastBytes: number, isByPlace: boolean): boolean {
    if (this.#files.length > 0 || this.#bytes < leastBytes || !this.#columns.every(({ isExact }) => isExact))
      return false;
    for (let row = 1; isByPlace && row < this.#rows; row++) if (this.placeOf(row) < this.placeOf(row - 1)) return false;
    return true;
  }

  hasValues(index: number): boolean {
    return this.column(index).texts.count > 0;
  }

  /** Takes the last records, this many of those in memory, out again. */
  dropLast(rows: number): void {
    if (rows === 0) return;
    for (const column of this.#columns) column.drop(this.#rows - rows, this.#rows);
    this.#rows -= rows;
  }

  /** Whether records take more memory than they may, so that they should go to a file. */
  get isFull(): boolean {
    const texts = this.#columns.reduce((sum, { textBytes }) => sum + textBytes, 0);
    const rows = this.#capacity * (NUMBER_BYTES * this.#columns.length + PLACE_BYTES);
    return texts + rows > this.#options.memoryBytes && this.#rows >= LEAST_ROWS_TO_WRITE;
  }

  /** Writes the records that are still in memory to a file too. @returns all files, in the order of their records */
  async toFiles(onProgress: (fraction: number) => void): Promise<readonly string[]> {
    if (this.#rows > 0 || this.#columns.length > this.#columnsInFiles) await this.toFile(onProgress);
    return this.#files;
  }

  /** Writes some of the records in memory to a file, each with its row. */
  async writeRows(path: string, rows: readonly number[]): Promise<void> {
    const picked = (of: Int32Array, width: number): Int32Array<ArrayBuffer> => {
      const all = new Int32Array(width * rows.length);
      for (const [at, row] of rows.entries())
        for (let word = 0; word < width; word++) all[width * at + word] = of[width * row + word] ?? 0;
      return all;
    };
    const index: ParquetColumn = {
      name: ROW,
      type: "BIGINT",
      numbers: Int32Array.from(rows.keys()),
      distinct: BigInt64Array.from(rows, BigInt),
    };
    await this.#write(path, picked, () => undefined, [index]);
  }

  /** Writes the records in memory to a file. */
  async toFile(onProgress: (fraction: number) => void = () => undefined): Promise<void> {
    const path = join(this.#options.scratchDir, `records-${this.#files.length}.parquet`);
    await this.#write(path, (of, width) => of.slice(0, width * this.#rows), onProgress);
    this.#files.push(path);
    this.#columnsInFiles = this.#columns.length;
    this.#rowsInFiles += this.#rows;
    this.#rows = 0;
    this.#capacity = FIRST_ROWS;
    this.#places = new Int32Array(2 * FIRST_ROWS);
    this.#columns = this.#columns.map(() => new RecordColumn(FIRST_ROWS));
  }

  async #write(
    path: string,
    rowsOf: (of: Int32Array, width: number) => Int32Array<ArrayBuffer>,
    onProgress: (fraction: number) => void,
    more: readonly ParquetColumn[] = [],
  ): Promise<void> {
    const places = rowsOf(this.#places, 2);
    const rowCount = places.length / 2;
    const place: ParquetColumn = {
      name: PLACE,
      type: "BIGINT",
      numbers: new Int32Array(rowCount).map((_, row) => row),
      distinct: new BigInt64Array(places.buffer),
    };
    const columns = this.#columns.map(({ numbers, texts }, index): ParquetColumn => ({
      name: columnSql(index),
      type: "VARCHAR",
      numbers: rowsOf(numbers, 1),
      texts: dictionaryOf(texts.pack()),
    }));
    await writeParquet({
      path,
      rowCount,
      columns: [...more, place, ...columns],
      signal: this.#options.signal,
      onProgress,
    });
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#options.bounds.countStaged(bytes);
  }

  #grow(): void {
    this.#capacity *= 2;
    const places = new Int32Array(2 * this.#capacity);
    places.set(this.#places);
    this.#places = places;
    for (const column of this.#columns) column.resize(this.#capacity);
  }
}
