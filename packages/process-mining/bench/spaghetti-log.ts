import { seededRandom } from "@longhaul/domain";
import type { EventLog } from "@longhaul/event-log";
import { eventLogFromTraces } from "../src/log/event-log-from-traces.ts";

const HOUR_MS = 3_600_000;
const EVENTS_PER_CASE = 44;

/**
 * A log with hardly any structure, of the kind of a municipality's building permits (BPI Challenge 2015): each case takes
 * some 44 of the activities, the first of them more often than the last, roughly in their order but with jumps back and
 * forth, so that nearly every case is a variant of its own.
 */
export function spaghettiLog(cases: number, activities: number, seed: number): EventLog {
  const random = seededRandom(seed);
  const name = (activity: number): string => `Activity ${String(activity).padStart(4, "0")}`;
  const traces = Array.from({ length: cases }, (_, owner) => {
    const length = Math.max(2, Math.round(EVENTS_PER_CASE * (0.3 + 1.4 * random())));
    const steps = Array.from({ length }, () => Math.floor(activities * random() ** 2));
    const ordered = steps
      .map((activity) => ({ activity, place: activity + (random() < 0.15 ? activities : activities / 20) * random() }))
      .toSorted((a, b) => a.place - b.place);
    return ordered.map(({ activity }, at) => [name(activity), HOUR_MS * (24 * owner + at)] as const);
  });
  return eventLogFromTraces(traces);
}
