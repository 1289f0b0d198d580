import type { RowState } from "@longhaul/domain";
import type { Doubt } from "./doubt.ts";
import type { DimensionQuality } from "./quality-dimensions.ts";
import type { ImportErrorSummary } from "./import-error.ts";

/** The roles that a source column can play in an event log. */
export const columnRoles = ["caseId", "activity", "timestamp", "startTimestamp", "resource", "lifecycle"] as const;
export type ColumnRole = (typeof columnRoles)[number];

/** Source column per role; two for a time whose day and time of day stand apart. */
export type ColumnMapping = Partial<Record<ColumnRole, string | readonly string[]>>;

/** Formats of text, each of which may be gzip-compressed. */
export type TextLogFormat = "csv" | "xes" | "mxml" | "json" | "jsonl" | "ocel2.json" | "ocel2.xml";

/** What a file is by its content. `zip` is an archive of several logs; one with a single log has that log's format. */
export type LogFormat = TextLogFormat | `${TextLogFormat}.gz` | "parquet" | "xlsx" | "ocel2.sqlite" | "zip";

/** How a detail was found: given by the caller, recognised by a column's name, or concluded from its values. */
export type DetectedBy = "given" | "name" | "content";

/** The first rows of a file as texts; long ones are cut. */
export interface FileSample {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A column that might play a role. */
export interface RoleCandidate {
  readonly column: string;
  /** 0–1: how well the best log in which it plays the role looks like one, by names and values. */
  readonly score: number;
}

/** How many faults of one state there are, a record with two faults counted twice, and how many of them are listed. */
export interface RowCounts {
  readonly total: number;
  readonly kept: number;
}

export interface ImportedColumn {
  /** Name in the table. */
  readonly name: string;
  /** Name in the source, where it differs. */
  readonly sourceName?: string;
  /** DuckDB type in the table. */
  readonly type: string;
  readonly role?: ColumnRole;
  /** Rows of the table without a value. */
  readonly nulls: number;
}

/** What the values of a column are worth. */
export interface ColumnQuality {
  /** Name in the table. */
  readonly column: string;
  /** Rows of the table without a value. */
  readonly missing: number;
  /** Different values; in a table of more than 200,000 rows within a few per cent but for cases and activities. */
  readonly distinct: number;
  /** The type that most values have, as they stand in the file. */
  readonly valueType: string;
  /** Share of the values that have it, 0–1; where text was not read as anything else, of the first 10,000 and last 1,000. */
  readonly typeAgreement: number;
  /** Records that were left out because of this column. */
  readonly rejected: number;
  /** Values that were left empty or replaced because they could not be read. */
  readonly repaired: number;
  /** Values that `detected.doubts` is about; one that is in two doubts counts twice. */
  readonly doubtful: number;
}

export interface LogQuality {
  /** 0–100, one decimal: 100 less the points lost in the dimensions. */
  readonly score: number;
  /** All of them, in a fixed order. */
  readonly dimensions: readonly DimensionQuality[];
  /** Share of the file's records that are in the table, 0–1. */
  readonly validShare: number;
  /** Share of the file's records with a readable value, 0–1, for each role that has a column. */
  readonly completeness: Partial<Record<ColumnRole, number>>;
  /** Quality of each column of the table, in its order. */
  readonly columns: readonly ColumnQuality[];
}

/** How an object-centric log became one with a case an event, and what that lost. */
export interface Flattening {
  /** The type whose objects are the cases. */
  readonly objectType: string;
  readonly objects: number;
  /** Types of objects that were left out. */
  readonly otherTypes: readonly string[];
  /** Events in the file. */
  readonly events: number;
  /** How many of these were left out because no object of the type belongs to them. */
  readonly eventsWithoutObject: number;
  /** How many of these are in several cases because several objects of the type belong to them. */
  readonly repeatedEvents: number;
}

export interface DetectedDetails {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly encoding?: string;
  readonly header?: boolean;
  /** Sheet of an Excel workbook, those of its header that were read below it with it before them, and the ones that were not read. */
  readonly sheet?: string;
  readonly sheets?: readonly string[];
  readonly otherSheets?: readonly string[];
  /** The file of a ZIP archive, or the files that were put together. */
  readonly file?: string;
  readonly files?: readonly string[];
  /** Keys that lead to the array of events in a JSON document. */
  readonly path?: string;
  readonly flattening?: Flattening;
  /** `ISO 8601`, a count such as `epoch seconds`, a strptime pattern, an example where none says it, or the Parquet type. */
  readonly timestampFormat?: string;
  /** True when the file doesn't distinguish day-first from month-first; day-first was taken. */
  readonly ambiguous?: boolean;
  /** Zone applied to times that carry no offset. */
  readonly timezone?: string;
  /** Can be sent back as a mapping. */
  readonly mapping: Omit<ColumnMapping, "timestamp"> & {
    /** Null for a log without times. */
    readonly timestamp?: string | readonly string[] | null;
    readonly unpivot?: readonly string[];
    readonly lifecycleStart?: readonly string[];
    readonly lifecycleComplete?: readonly string[];
  };
  /** The likeliest columns for each role that a log must have, best first; none for a role that was given. */
  readonly candidates: Partial<Record<ColumnRole, readonly RoleCandidate[]>>;
  readonly detectedBy: Partial<Record<ColumnRole | "delimiter" | "timestampFormat" | "timezone", DetectedBy>>;
  /** Column that says which of two events of one time comes first. */
  readonly orderedBy?: string;
  /** What was read in a way that the owner should look at; most weighty first. */
  readonly doubts: readonly Doubt[];
}

export interface ImportSuccess {
  readonly ok: true;
  readonly format: LogFormat;
  readonly detected: DetectedDetails;
  readonly columns: readonly ImportedColumn[];
  readonly events: number;
  readonly cases: number;
  readonly activities: number;
  /** Names of the activities; null where they are too many to be listed. */
  readonly activityNames: readonly string[] | null;
  /** Records left out of the table. */
  readonly errorRecords: number;
  readonly errors: readonly ImportErrorSummary[];
  /** Of `errorRecords`, those that were written to `untimedPath`. */
  readonly untimedRows: number;
  /** What `rowListFolder` got. */
  readonly rows: Readonly<Record<RowState, RowCounts>>;
  /** First and last `timestamp`, ISO 8601 in UTC, up to microseconds; null in a log without times. */
  readonly timeStart: string | null;
  readonly timeEnd: string | null;
  readonly quality: LogQuality;
}

export type ImportRefusalCode =
  | "EmptyFile"
  | "UnknownFormat"
  | "CorruptGzip"
  | "TooLarge"
  | "MalformedXml"
  | "UnreadableModel"
  | "UnreadableTemplate"
  | "NotAnEventLog"
  | "UnreadableCsv"
  | "UnreadableParquet"
  | "UnreadableZip"
  | "UnreadableXlsx"
  | "UnreadableJson"
  | "UnreadableSqlite"
  | "SheetNotFound"
  | "FileNotFound"
  | "ObjectTypeNeeded"
  | "TooManyColumns"
  | "ColumnNamesTooLong"
  | "TooManyValues"
  | "ScratchFull"
  | "NoEvents"
  | "ColumnNotFound"
  | "ColumnNotIdentified"
  | "OneRowPerCase"
  | "InvalidTimestampFormat"
  | "InvalidTimezone"
  | "InvalidDelimiter"
  | "AllRecordsInvalid"
  | "OutOfMemory"
  /** Fault of an appended file. */
  | "RolesDiffer"
  | "TimesDiffer";

export interface ImportRefused {
  readonly ok: false;
  readonly code: ImportRefusalCode;
  /** What is wrong, where, and the remedy. */
  readonly message: string;
  readonly line?: number;
  readonly element?: string;
  /** Columns found in the file. */
  readonly columns?: readonly string[];
  /** What may be sent as the mapping instead, where the file shows it. */
  readonly mapping?: { readonly caseId: string; readonly unpivot: readonly string[] };
  /** The likeliest columns for a role that none clearly has, best first. */
  readonly candidates?: Partial<Record<ColumnRole, readonly string[]>>;
  /** Present when records were read but none could be kept. */
  readonly errors?: readonly ImportErrorSummary[];
}

export type ImportResult = ImportSuccess | ImportRefused;
