import { momentOf } from "../time/read-time.ts";
import { scanSampled } from "../time/scan-time.ts";
import type { DetectedTimeFormat } from "../time/time-format.ts";
import type { StagedProfile } from "./profile-columns.ts";

/** A row of the sample as an event. */
export interface SampleEvent {
  /** Place in the sample. */
  readonly at: number;
  readonly caseKey: string;
  /** Seconds since 1970; null in a log without times. */
  readonly time: number | null;
}

/** The rows of the sample that have a case and, where the log has times, a readable one; in the order of the file. */
export function sampleEvents(
  { rows }: Pick<StagedProfile, "rows">,
  caseIndex: number,
  time: { readonly index: number; readonly format: DetectedTimeFormat | null } | null,
): SampleEvent[] {
  return rows.flatMap((row, at): SampleEvent[] => {
    const caseKey = row[caseIndex]?.trim();
    if (caseKey === undefined) return [];
    if (time === null) return [{ at, caseKey, time: null }];
    const seconds = secondsOf(row[time.index] ?? "", time.format);
    return seconds === null ? [] : [{ at, caseKey, time: seconds }];
  });
}

/** What a text of a column of times says, in seconds since 1970; null where it is no time. */
export function secondsOf(text: string, time: DetectedTimeFormat | null): number | null {
  const scanned = time === null ? null : (time.format.given?.read(text) ?? scanSampled(text));
  const moment = scanned === null || time === null ? null : momentOf(scanned, time.format.rule);
  return moment === null ? null : moment.seconds + moment.nanos / 1e9;
}

/** Steps forward and backward in time. */
export interface TimeSteps {
  readonly forward: number;
  readonly backward: number;
}

/** Counts the steps between neighbours of lists of events. */
export function countSteps(lists: Iterable<readonly SampleEvent[]>): TimeSteps {
  let forward = 0;
  let backward = 0;
  for (const events of lists) {
    let before: number | null = null;
    for (const { time } of events) {
      if (time === null) continue;
      if (before !== null && time > before) forward++;
      if (before !== null && time < before) backward++;
      before = time;
    }
  }
  return { forward, backward };
}

/** The events of each case, in the order of the list. */
export const byCase = (events: readonly SampleEvent[]): readonly (readonly SampleEvent[])[] => [
  ...Map.groupBy(events, ({ caseKey }) => caseKey).values(),
];
