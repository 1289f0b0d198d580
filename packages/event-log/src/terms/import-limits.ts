/** Upper limits of what a file may cost an import. */
export interface ImportLimits {
  /** Size after decompression. */
  readonly maxUncompressedBytes: number;
  /** How many times a file's size what it holds may be; not judged below `GROWTH_ALLOWANCE_BYTES`. */
  readonly maxRatio: number;
  readonly maxColumns: number;
  /** Most bytes of a record in UTF-8: a CSV record with the line breaks in its quotes, a JSON object, an event. */
  readonly maxLineBytes: number;
  /** Most bytes of a value in UTF-8. */
  readonly maxCellBytes: number;
  /** Different values of a column that is read as activity, resource or life cycle. */
  readonly maxDistinctValues: number;
  readonly maxCases: number;
  /** What one import may keep on disk beside the upload itself, the table that it writes included. */
  readonly maxScratchBytes: number;
}

/** Far above what event logs of practice have. */
export const DEFAULT_IMPORT_LIMITS: ImportLimits = {
  maxUncompressedBytes: 64e9,
  maxRatio: 200,
  maxColumns: 2000,
  maxLineBytes: 16e6,
  maxCellBytes: 8e6,
  maxDistinctValues: 1e6,
  maxCases: 200e6,
  maxScratchBytes: 200e9,
};

/** So much a file of any size may hold. */
export const GROWTH_ALLOWANCE_BYTES = 64 * 2 ** 20;

/** Names of the limits in messages, such as an operator's setting names; by default the keys. */
export type LimitNames = Partial<Readonly<Record<keyof ImportLimits, string>>>;
