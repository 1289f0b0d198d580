import type { ImportErrorExample } from "./import-error.ts";

/** What of a file was read in a way that its owner should look at. */
export type DoubtKind =
  | "DateOrder"
  | "MixedTimeUnits"
  | "PlaceholderTime"
  | "OutlyingTime"
  | "StartAfterEnd"
  | "SharedTime"
  | "RepeatedHour"
  | "ZoneWord"
  | "MixedZones"
  | "ZoneColumn"
  | "UnusualYears"
  | "RepeatedKey"
  | "HiddenRows"
  | "JoinedSheets"
  | "UnreadRecords"
  | "RepeatedFile"
  | "FilledCases"
  | "Preamble"
  | "RoleUncertain"
  | "CutOff"
  | "ScientificIds"
  | "DatedTexts"
  | "FoldedText"
  | "SpreadsheetText"
  | "MissingWords"
  | "RunawayQuote"
  | "ReplacedCharacters"
  | "Encoding"
  | "DoubleEncoding"
  | "SameTraceName"
  | "NewestFirst"
  | "UnreadOrder"
  | "LostClock"
  | "NoTimes"
  | "LifecycleWords"
  | "LifecycleStates";

export interface Doubt {
  readonly kind: DoubtKind;
  /** Column of the file that it is about. */
  readonly column?: string;
  /** What was seen, what was taken, and the remedy. */
  readonly detail: string;
  /** Values or records that it is about, where they can be counted. */
  readonly count?: number;
  /** The first few. */
  readonly examples?: readonly ImportErrorExample[];
  /** The dataset for which it was first reported, where an operation made this one from it. */
  readonly inheritedFrom?: string;
  /** Points that it takes off the quality score; 0 where it is only reported. */
  readonly points: number;
  /** A sample shows few cases whole: nothing is doubtful where the whole table looks as if it had cases. It isn't reported. */
  readonly unlessInTable?: true;
}
