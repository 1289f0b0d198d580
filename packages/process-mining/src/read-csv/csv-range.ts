import type { PackedTexts, TextTable } from "./text-table.ts";

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
  /** Which column is which, from 0; -1 = there is none. */
  readonly caseColumn: number;
  readonly activityColumn: number;
  readonly timeColumn: number;
  readonly startColumn: number;
  readonly resourceColumn: number;
  readonly columnCount: number;
}

/** The events of a range in the order of the file; cases, activities and resources are numbered within the range. */
export interface ScannedRange<Texts extends TextTable | PackedTexts> {
  readonly rowCount: number;
  readonly cases: Texts;
  readonly activities: Texts;
  readonly resources: Texts;
  readonly caseNumber: Int32Array;
  readonly activity: Int32Array;
  readonly endMs: Float64Array;
  /** NaN = none; null when no column was asked for. */
  readonly startMs: Float64Array | null;
  /** -1 = none; null when no column was asked for. */
  readonly resource: Int32Array | null;
}

/** What a scanning thread tells; `bytes` are those since it last told. */
export type RangeMessage =
  | { readonly kind: "progress"; readonly bytes: number }
  | { readonly kind: "scanned"; readonly scanned: ScannedRange<PackedTexts> }
  | { readonly kind: "refused"; readonly message: string };
