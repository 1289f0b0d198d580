import type { FileSample } from "./import-result.ts";
import type { ImportLimits, LimitNames } from "./import-limits.ts";

/** What the caller knows about the file; everything left out is detected. */
export interface ImportMapping {
  /** Column names as they are in the file, compared without regard to surrounding blanks, then to case. */
  readonly caseId?: string;
  readonly activity?: string;
  /**
   * One column, or a column of days and one of times of day; null for a log without times, whose events are in the order of
   * the file.
   */
  readonly timestamp?: string | readonly string[] | null;
  readonly startTimestamp?: string | readonly string[];
  readonly resource?: string;
  readonly lifecycle?: string;
  /** Words of the life-cycle column for the start of an activity; other words mean what they mean without. */
  readonly lifecycleStart?: string | readonly string[];
  /** Words of the life-cycle column for the completion of an activity. */
  readonly lifecycleComplete?: string | readonly string[];
  /**
   * Columns of a table with one row a case that hold the times of its steps, by name or with `*` for any characters; their
   * names are the activities. Takes the place of `activity`, `timestamp` and `startTimestamp`.
   */
  readonly unpivot?: string | readonly string[];
  /** Column of numbers that order events of one time. */
  readonly order?: string;
  /** How the text is written, as `encodingNames` has it; by default detected from the bytes. */
  readonly encoding?: string;
  /** Field delimiter of a CSV file, one character. */
  readonly delimiter?: string;
  /** Sheet of an Excel workbook: its name, or its number from 1; default the first visible one with a table, and those of its header. */
  readonly sheet?: string;
  /** File of a ZIP archive; default all logs in it, one below the other. */
  readonly file?: string;
  /** Type of an object-centric log (OCEL 2.0) whose objects become the cases. */
  readonly objectType?: string;
  /** As `parseTimePattern` says: strptime (`%d/%m/%Y %H:%M`), letters (`dd/MM/yyyy HH:mm:ss.SSS`), `epoch seconds`, … */
  readonly timestampFormat?: string;
  /** `omit`: times far from all others count as missing; default `keep`, which reports them as a doubt. */
  readonly placeholderTimes?: "keep" | "omit";
  /** IANA zone or ±HH:MM for times without an offset; default UTC. */
  readonly timezone?: string;
}

export interface ImportProgress {
  /** 0–1, never falls. */
  readonly fraction: number;
  readonly activity: string;
  readonly processedRecords?: number;
}

export interface ImportOptions {
  /** The uploaded file, on local disk. */
  readonly sourcePath: string;
  /** The client's name for it, used in messages only: the format is detected from the content. */
  readonly fileName: string;
  readonly mapping?: ImportMapping;
  /** Where the Parquet table is written. */
  readonly tablePath: string;
  /** Where rows go that only lack a readable time, if there are any; nowhere when left out. See `cleanEventTable`. */
  readonly untimedPath?: string;
  /** An existing folder for the lists of rows that were left out, repaired or doubted: `<state>.jsonl`, one row a line. */
  readonly rowListFolder?: string;
  /** An existing folder for temporary files; what is put there is removed again. */
  readonly scratchDir: string;
  readonly threads: number;
  /** DuckDB's share of memory; the process takes up to about 500 MB more. */
  readonly memoryLimitMB: number;
  /** Aborting makes the import reject with the signal's reason. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Size from which a CSV file is read the quick way where it has nothing unusual about it; default 4 MB. */
  readonly plainFromBytes?: number;
  /** Gets the first rows as they stand in the file, before anything is decided about them. */
  readonly onSample?: (sample: FileSample) => void;
  /** Those left out are `DEFAULT_IMPORT_LIMITS`. */
  readonly limits?: Partial<ImportLimits>;
  readonly limitNames?: LimitNames;
}
