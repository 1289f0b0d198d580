import type { Doubt } from "../terms/doubt.ts";
import type { SampleEvent } from "../columns/sample-events.ts";

type Rows = readonly (readonly (string | null)[])[];

/** The least number of events with a time, and of cases that share the moment. */
const [LEAST_EVENTS, LEAST_CASES] = [30, 5];
/** The least share of events that have the moment. */
const LEAST_SHARE = 0.1;
/** The least number of other times, and how much commoner the moment must be than each of them. */
const [LEAST_OTHERS, TIMES_COMMONER] = [10, 5];
/** The least share of the moment's events whose activity also occurs at other times. */
const LEAST_USUAL = 0.5;
const POINTS = 10;

/**
 * The doubt about one moment that many events of many cases share while other times vary, as after a migration: it isn't when they
 * happened. Activities that only happen at that moment, such as the start of a simulation or a yearly batch, are no reason for it.
 */
export function doubtSharedTime(
  rows: Rows,
  events: readonly SampleEvent[],
  { column, timestamp, activity }: { readonly column: string; readonly timestamp: number; readonly activity: number },
): Doubt[] {
  const counts = new Map<number, number>();
  let timed = 0;
  for (const { time } of events) {
    if (time === null) continue;
    timed++;
    counts.set(time, (counts.get(time) ?? 0) + 1);
  }
  const [[moment, count] = [0, 0], [, next] = [0, 0]] = [...counts].toSorted((a, b) => b[1] - a[1]);
  if (timed < LEAST_EVENTS || count < LEAST_SHARE * timed) return [];
  if (counts.size <= LEAST_OTHERS || count < TIMES_COMMONER * next) return [];
  const shared = events.filter(({ time }) => time === moment);
  const cases = new Set(shared.map(({ caseKey }) => caseKey)).size;
  const activityOf = ({ at }: SampleEvent): string => rows[at]?.[activity]?.trim() ?? "";
  const elsewhere = new Set(events.filter(({ time }) => time !== moment).map(activityOf));
  const usual = shared.filter((event) => elsewhere.has(activityOf(event))).length;
  if (cases < LEAST_CASES || usual < LEAST_USUAL * count) return [];
  const value = rows[shared[0]?.at ?? -1]?.[timestamp]?.trim() ?? "";
  return [
    {
      kind: "SharedTime",
      column,
      detail: `${count} of the ${timed} events looked at, of ${cases} cases, have the one time ${value}, and no other time has more than ${next}: it seems to be when they were loaded or migrated, not when they happened. They count as real in every duration and order. Export the time at which each event happened, or leave these rows out.`,
      count,
      examples: [{ column, value }],
      points: POINTS,
    },
  ];
}
