import type { ClockForm } from "./clock-column.ts";
import type { DateRule } from "./read-time.ts";
import type { ScannedTime } from "./scanned-time.ts";

/** What DuckDB reads by itself of a column, as `scanTime` would but faster. */
export type FastRead = { readonly kind: "iso" } | { readonly kind: "strptime"; readonly patterns: readonly string[] };

/** How the text of a time column is read. */
export interface TimeFormat {
  readonly rule: DateRule;
  /** The caller's pattern, which alone is read then. */
  readonly given: TimePattern | null;
  readonly fast: FastRead | null;
  /** For a report: `ISO 8601`, `epoch seconds`, a strptime pattern, or an example. */
  readonly described: string;
  /** Whether values have digits below the microsecond. */
  readonly hasNanos: boolean;
  /** How the values of a column of times of day are written. */
  readonly clockForm?: ClockForm;
}

export interface DetectedTimeFormat {
  readonly format: TimeFormat;
  /** Whether values are whole moments, days, or times of day. */
  readonly kind: "moment" | "date" | "clock";
  /** Share of the values that the format reads, 0–1. */
  readonly share: number;
  /** True when every value reads both day-first and month-first. */
  readonly isAmbiguous: boolean;
  /** True for plain numbers, which may be anything else as well. */
  readonly isWeak: boolean;
  /** True for numbers of the size of amounts, which only a name shows to be times. */
  readonly isFaint: boolean;
  /** Ways of counting time that the values mix, more than one only. */
  readonly mixedUnits: readonly string[];
}

/** A pattern for times that a caller gives. */
export interface TimePattern {
  /** Takes a text apart; null when it isn't written so. */
  read(text: string): ScannedTime | null;
}
