import type { Feature } from "./feature.ts";

/** How many of the latest activities the models see. */
export const historyLength = 5;

/** Feature vectors of running cases: one row for each prefix of each case, from its first event to its last. */
export interface PrefixTable {
  readonly features: readonly Feature[];
  readonly rowCount: number;
  /** One column for each feature. The first `historyLength` are the latest activities, latest first. */
  readonly columns: readonly Float32Array[];
  /** Case number, by row. */
  readonly caseOfRow: Uint32Array;
  /** Time of the latest completion so far, ms since the epoch. */
  readonly nowMs: Float64Array;
  /** What came next: an index into the vocabulary's activities, their number for the end of the case, -1 = unknown. */
  readonly nextClass: Int32Array;
  /** Hours from the begin of the case to that; NaN where it wasn't seen. */
  readonly nextKnownHours: Float64Array;
  /** Hours from the begin of the case to its end; NaN where that wasn't seen. */
  readonly caseHours: Float64Array;
  /** Hours from the prefix's last event to the end of the case; NaN where that wasn't seen. */
  readonly remainingHours: Float64Array;
}
