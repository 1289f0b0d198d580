/**
 * An event log as columns: the one shape that every algorithm of the engine reads.
 *
 * Rows are sorted by case, then by time: by `endMs`, or by (`startMs`, `endMs`) where the log has start times;
 * ties keep the order of the file. Case `c` owns the rows `caseOffsets[c]` up to, not including, `caseOffsets[c + 1]`.
 * No case is empty. All arrays are owned by the log and must not be written to.
 */
export interface EventLog {
  readonly eventCount: number;
  readonly caseCount: number;
  /** Case identifiers; the index is the case number used everywhere else. */
  readonly caseIds: readonly string[];
  /** Activity names; the index is the activity number of `activity`. Each occurs at least once. */
  readonly activities: readonly string[];
  /** Resource names, or null when the log names no resource. */
  readonly resources: readonly string[] | null;
  /** First row of each case, with `eventCount` behind the last: `caseCount + 1` entries. */
  readonly caseOffsets: Uint32Array;
  /** Activity number of each event. */
  readonly activity: Uint16Array | Uint32Array;
  /** False for a log without times: the rows of a case are in the order of the file, and `endMs` is 0 everywhere. */
  readonly isTimed?: boolean;
  /** Completion time of each event: milliseconds since the Unix epoch, UTC; fractions allowed. */
  readonly endMs: Float64Array;
  /** Start time of each event in the same unit, or null when the log has no start times. NaN = this event has none. */
  readonly startMs: Float64Array | null;
  /** Resource number of each event, -1 = none, or null when the log names no resource. */
  readonly resource: Int32Array | null;
  /** What each event says of its activity's life cycle; absent or null where it wasn't read or isn't known. */
  readonly lifecycle?: Float64Array | null;
  /** Whether the life cycle has words that the XES standard doesn't know, which may be states of the case. */
  readonly hasOwnStates?: boolean;
  /** First and last recorded time of each case, where events that are no rows of this log have them. */
  readonly recordedSpans?: { readonly firstMs: Float64Array; readonly lastMs: Float64Array } | null;
  /** Number of each event's row in the file; absent or null where it wasn't asked for. */
  readonly fileRow?: Uint32Array | null;
}
