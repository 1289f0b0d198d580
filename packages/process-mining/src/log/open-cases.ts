import type { EventLog } from "@longhaul/event-log";

/** A last activity of fewer cases than this share is no usual end. */
const USUAL_END_SHARE = 0.05;
/** Fewer settled cases don't show how cases end. */
const FEWEST_SETTLED = 20;

/**
 * Cases that may still be running, as 1: they don't end as cases usually do, and what last happened to them is no longer
 * before the end of the log than `usuallyWithinMs`, which 95 % of the cases take. The usual ends come from the cases whose last
 * event is earlier than that, where there are enough of them: many of the others may wait at the same activity.
 */
export function findOpenCases(log: EventLog, usuallyWithinMs: number): Uint8Array {
  const lastRow = (owner: number): number => (log.caseOffsets[owner + 1] ?? 1) - 1;
  const activityOf = (owner: number): number => log.activity[lastRow(owner)] ?? 0;
  const logEndMs = log.endMs.reduce((latest, ms) => Math.max(latest, ms), Number.NEGATIVE_INFINITY);
  const isLate = (owner: number): boolean => (log.endMs[lastRow(owner)] ?? 0) > logEndMs - usuallyWithinMs;
  const endsOf = (counts: (owner: number) => boolean): { readonly ends: Uint32Array; readonly cases: number } => {
    const ends = new Uint32Array(log.activities.length);
    let cases = 0;
    for (let owner = 0; owner < log.caseCount; owner++) {
      if (!counts(owner)) continue;
      cases++;
      ends[activityOf(owner)] = (ends[activityOf(owner)] ?? 0) + 1;
    }
    return { ends, cases };
  };
  const settled = endsOf((owner) => !isLate(owner));
  const { ends, cases } = settled.cases >= FEWEST_SETTLED ? settled : endsOf(() => true);
  const isOpen = new Uint8Array(log.caseCount);
  for (let owner = 0; owner < log.caseCount; owner++) {
    const isUsualEnd = (ends[activityOf(owner)] ?? 0) >= USUAL_END_SHARE * cases;
    isOpen[owner] = !isUsualEnd && isLate(owner) ? 1 : 0;
  }
  return isOpen;
}
