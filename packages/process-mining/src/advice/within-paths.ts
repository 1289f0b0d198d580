import type { EventLog } from "@longhaul/event-log";
import { meanOf } from "../numbers/statistics.ts";

const FEWEST_ALIKE = 10;

/**
 * Values of cases as they would be if all paths had the same mean: each less the mean of the cases that do the same
 * activities (of about as many events, where fewer than ten do the same), plus the mean over all. Effects of a longer
 * path alone are no longer visible in them. A value of NaN isn't known, and stays so.
 */
export function withinPaths(log: EventLog, values: Float64Array): Float64Array {
  const overall = meanOf(values.filter((value) => !Number.isNaN(value)));
  const byActivities = Array.from({ length: log.caseCount }, (_, owner) => activitiesOf(log, owner));
  const alike = countBy(byActivities);
  const classes = byActivities.map((activities, owner) =>
    (alike.get(activities) ?? 0) >= FEWEST_ALIKE
      ? activities
      : `about ${Math.round(2 * Math.log2(lengthOf(log, owner)))}`,
  );
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [owner, name] of classes.entries()) {
    if (Number.isNaN(values[owner])) continue;
    const so = sums.get(name) ?? { sum: 0, count: 0 };
    sums.set(name, { sum: so.sum + (values[owner] ?? 0), count: so.count + 1 });
  }
  return Float64Array.from(values, (value, owner) => {
    const { sum, count } = sums.get(classes[owner] ?? "") ?? { sum: 0, count: 1 };
    return value - sum / count + overall;
  });
}

function lengthOf(log: EventLog, owner: number): number {
  return (log.caseOffsets[owner + 1] ?? 0) - (log.caseOffsets[owner] ?? 0);
}

function activitiesOf(log: EventLog, owner: number): string {
  const rows = log.activity.subarray(log.caseOffsets[owner] ?? 0, log.caseOffsets[owner + 1] ?? 0);
  return [...new Set(rows)].toSorted((a, b) => a - b).join(",");
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
