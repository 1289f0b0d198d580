import type { CompressedChunk } from "../parquet/compress-chunk.ts";
import type { CsvRange, ScannedRange } from "./csv-range.ts";
import type { PlacedColumn, UnplacedColumn } from "./place-column.ts";
import type { PackedTexts } from "./text-table.ts";

/** What a thread of an import is asked to do. */
export type ColumnTask =
  | { readonly kind: "scan"; readonly range: CsvRange }
  /** Put the rows of a column in order and keep it, to be encoded. */
  | { readonly kind: "place"; readonly column: number; readonly of: UnplacedColumn; readonly places: Int32Array }
  /** Encode rows of a column that was placed. */
  | { readonly kind: "encode"; readonly column: number; readonly from: number; readonly to: number };

/** What each kind of task answers. */
export interface ColumnAnswers {
  readonly scan: ScannedRange<PackedTexts>;
  readonly place: PlacedColumn;
  readonly encode: CompressedChunk;
}

/** Messages to a thread, and those from it; answers come in the order of the tasks. */
export type ThreadMessage =
  /** Bytes scanned since the last report. */
  | { readonly kind: "progress"; readonly bytes: number }
  | { readonly kind: "done"; readonly answer: ColumnAnswers[keyof ColumnAnswers] }
  | { readonly kind: "notPlain"; readonly message: string };
