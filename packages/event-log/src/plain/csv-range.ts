import type { PackedTexts, TextTable } from "./text-table.ts";

/** How the values of a column are taken: as texts that are numbered, or as times of ISO 8601. */
export type ColumnKind = "text" | "time";

/** A part of a CSV file for one thread: the records that begin in it. */
export interface CsvRange {
  readonly path: string;
  /** Byte of the first record that may be read; a record that began before it belongs to the range before. */
  readonly fromByte: number;
  /** No record that begins here or later is read. */
  readonly toByte: number;
  /** Whether `fromByte` is the beginning of a record for sure. */
  readonly isRecordStart: boolean;
  /** Byte of the delimiter. */
  readonly delimiter: number;
  /** Whether `"` encloses fields; else it is a character like any other. */
  readonly hasQuotes: boolean;
  readonly columns: readonly ColumnKind[];
  readonly limits: RangeLimits;
  /** One integer that all threads see; 1 = nobody waits for what is scanned. */
  readonly givenUp: Int32Array;
}

/** Memory that a range may take; a file that needs more isn't plain. */
export interface RangeLimits {
  readonly recordBytes: number;
  readonly cellBytes: number;
  /** Memory of rows, distinct texts, and their index. */
  readonly memoryBytes: number;
}

/** A column of a range in the order of the file; texts are numbered within the range. */
export type ScannedColumn<Texts extends TextTable | PackedTexts> = {
  /** Rows that have a value. */
  readonly filled: number;
} & (
  | {
      readonly kind: "text";
      /** -1 = empty. */
      readonly numbers: Int32Array;
      readonly texts: Texts;
    }
  | {
      readonly kind: "time";
      /** Microseconds since 1970; NaN = empty. */
      readonly micros: Float64Array;
    }
);

/** A row of a range, and the byte of the file at which its record begins. */
export interface RowPlace {
  readonly row: number;
  readonly byte: number;
}

export interface ScannedRange<Texts extends TextTable | PackedTexts> {
  readonly rowCount: number;
  /** One about each megabyte, from the first row to the end of the last. */
  readonly places: readonly RowPlace[];
  readonly columns: readonly ScannedColumn<Texts>[];
}
