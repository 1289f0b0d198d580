import type { ImportBounds } from "../terms/import-bounds.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import type { ColumnThreads } from "../plain/column-threads.ts";

export interface StageOptions {
  readonly sourcePath: string;
  readonly mapping: ImportMapping;
  /** Column names that the caller mentions; a line that has them is the header. */
  readonly mentionedColumns: readonly string[];
  /** Names of sheets that turned out to be no log. */
  readonly passedOver?: readonly string[];
  readonly scratchDir: string;
  readonly bounds: ImportBounds;
  readonly signal: AbortSignal;
  /** True for a file of an archive. */
  readonly isInArchive?: boolean;
  /** What records may take of memory before they are in the session. */
  readonly memoryBytes: number;
  /** How a plain file may be read without being staged; null when all rows are to be. */
  readonly plain: { readonly threads: ColumnThreads; readonly leastBytes?: number | undefined } | null;
  /** Share of the staging that is done, 0–1. */
  readonly onProgress: (fraction: number) => void;
}
