import type { CaseAttribute, EventLog, RunOptions } from "@longhaul/event-log";
import type { SegmentFinder } from "./segments.ts";
import type { Recommendation } from "./recommendation.ts";
import type { Visits } from "./visits.ts";

/** What is known of activities beyond the log, by their names. */
export interface ActivityRoles {
  /** Done again and again on purpose: its repetition is no rework. */
  readonly monitoring?: readonly string[];
  /** A choice that somebody has to make: no candidate for automation. */
  readonly decision?: readonly string[];
  /** The wait before it isn't ours to shorten: a term, a customer, nature. */
  readonly externalWait?: readonly string[];
  /** Ends the work on the case: what follows is another story. */
  readonly end?: readonly string[];
}

/** The input of the questions. */
export interface QuestionContext {
  /** The log, its times in working time where there is a calendar. */
  readonly log: EventLog;
  /** `measureWaits` of the log. */
  readonly waitsMs: Float64Array;
  readonly visits: readonly Visits[];
  readonly attributes: readonly CaseAttribute[];
  readonly segmentsOf: SegmentFinder;
  readonly roles: ActivityRoles;
  /** Cycle time of each case in seconds, from its start. */
  readonly caseSeconds: Float64Array;
  /** Cases that a fixed term ended (`timedOutCases`): it made them as long as they are. */
  readonly timedOut: ReadonlySet<number>;
  readonly run: RunOptions;
}

/** A question about the process that can be answered with no: then nothing is recommended. */
export type Question = (context: QuestionContext) => Promise<Recommendation[]>;
