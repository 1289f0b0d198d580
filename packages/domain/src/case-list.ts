/**
 * The cases of an analysis as its discovery keeps them, for those who page through them: one line of JSON a case, by the
 * time of its start, in one file; what the lines say by number in another.
 */
export const CASE_LINES_FILE = "cases.jsonl";
export const CASE_NAMES_FILE = "case-names.json";

/** What lines say by number, and how many of the cases have a line. */
export interface CaseNames {
  readonly activities: readonly string[];
  readonly resources: readonly string[];
  readonly total: number;
  readonly kept: number;
}

/** Numbers of activity and resource (-1 = none), and milliseconds from the case's start to the event's end, and to its start where it has one. */
export type CaseEventLine = readonly [activity: number, resource: number, endMs: number | null, startMs?: number];

/** Times are null in a log without times, `workingSec` where no calendar was given; `events` may be fewer than `eventCount`. */
export type CaseLine = readonly [
  caseId: string,
  variant: number,
  startMs: number | null,
  durationSec: number | null,
  workingSec: number | null,
  eventCount: number,
  events: readonly CaseEventLine[],
];
