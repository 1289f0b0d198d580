export type ImportErrorType =
  | "Missing Case"
  | "Missing Activity"
  | "Missing Timestamp"
  | "Invalid Timestamp"
  | "Invalid Start Timestamp"
  | "Placeholder Time"
  | "Wrong Column Count"
  | "Malformed Quotes"
  | "Record Too Long"
  | "Value Too Long"
  | "Invalid Encoding"
  | "Malformed Record"
  /** A word such as NULL or N/A, which counts as no value. */
  | "Word For Nothing"
  /** A text without blanks around it, invisible characters, and other ways to write the same. */
  | "Folded Text";

/** Where an error was seen: the line of a text file, an element of an XES log, or the row of a Parquet file (from 1). */
export interface ImportErrorExample {
  readonly line?: number;
  readonly element?: string;
  readonly row?: number;
  readonly column?: string;
  readonly value?: string;
}

export interface ImportErrorSummary {
  readonly type: ImportErrorType;
  /** Records with this error; a record with two errors counts under both. */
  readonly count: number;
  /** True when the record was repaired and is in the table; false when it was left out. */
  readonly resolved: boolean;
  /** The first few, in file order. */
  readonly examples: readonly ImportErrorExample[];
}
