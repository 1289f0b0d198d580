import type { Doubt } from "../terms/doubt.ts";
import type { ErrorTally } from "../terms/error-tally.ts";
import type { DetectedDetails, LogFormat } from "../terms/import-result.ts";
import type { ImportErrorExample } from "../terms/import-error.ts";
import type { ColumnKind } from "../plain/csv-range.ts";
import type { PlainRows } from "../plain/plain-rows.ts";

export interface StagedColumn {
  /** Name in the file. */
  readonly name: string;
  /** SQL name in the staged relation. */
  readonly sql: string;
  /** DuckDB type in the staged relation; VARCHAR = text still to be understood. */
  readonly type: string;
  /** Type that the file declares for a VARCHAR column; VARCHAR = keep it as text. Absent = find out. */
  readonly declaredType?: "VARCHAR" | "BIGINT" | "DOUBLE" | "BOOLEAN" | "TIMESTAMP";
}

/** The rest of a log of which only a sample is staged, since its file may be plain. */
export interface PlainLog {
  /** Reads all rows into columns of the kinds. @throws NotPlain when the file isn't plain */
  scan(kinds: readonly ColumnKind[], onProgress: (fraction: number) => void): Promise<PlainRows>;
  /** Has what was begun of that ended; for a log that is read otherwise. */
  giveUp(): void;
  /** Stages all rows in place of the sample. */
  stage(): Promise<StagedLog>;
  /** Stages some rows of those that were scanned, ascending, beside the sample. */
  stageRows(scanned: PlainRows, rows: readonly number[]): Promise<StagedRelations>;
}

export interface StagedRelations {
  /** SQL of a relation with `row_index` (BIGINT, ascending in file order) and the columns. */
  readonly relation: string;
  /** As `relation`, of a few columns: what a statement costs grows with the columns that it names. */
  relationOf(columns: readonly StagedColumn[]): string;
}

/** A log as it is in the file: every record in file order, not yet understood. */
export interface StagedLog extends StagedRelations {
  readonly format: LogFormat;
  readonly columns: readonly StagedColumn[];
  readonly rows: number;
  /** Records that could not be staged, and repairs made while reading. */
  readonly tally: ErrorTally;
  /** Says where rows are in the file; `rowIndexes` ascending. */
  locate(rowIndexes: readonly number[]): Promise<readonly ImportErrorExample[]>;
  readonly details: Omit<
    DetectedDetails,
    "timestampFormat" | "ambiguous" | "timezone" | "mapping" | "candidates" | "detectedBy" | "doubts"
  >;
  readonly isDelimiterGiven: boolean;
  /** False where the format has a place for times and the file none. */
  readonly isTimed?: boolean;
  /** Columns of the file whose values are the times of this log, and the roles of the columns made of them; see `unpivot`. */
  readonly unpivoted?: {
    readonly columns: readonly string[];
    readonly roles: readonly ("activity" | "timestamp" | "startTimestamp")[];
  };
  /** Whether a text file ends without the end of its last line. */
  readonly endsWithinLine?: boolean;
  /** What was doubted while reading. */
  readonly doubts?: readonly Doubt[];
  /** Absent when all rows are staged. */
  readonly plain?: PlainLog;
}

/** The relations of a log that stands in a table, in the order of the file. */
export function stagedRelations(
  columns: readonly StagedColumn[],
  table = "staged",
  rowIndex = "rowid",
): StagedRelations {
  const relationOf = (some: readonly StagedColumn[]): string =>
    `(SELECT ${[`${rowIndex} AS row_index`, ...some.map(({ sql }) => sql)].join(", ")} FROM ${table})`;
  return { relation: relationOf(columns), relationOf };
}
