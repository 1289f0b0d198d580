import type { EventLog } from "./event-log.ts";

/** A last activity of fewer cases than this share is no usual end. */
const USUAL_END_SHARE = 0.05;

/**
 * Cases that may still be running, as 1: they don't end as cases usually do, and what last happened to them is no longer
 * before the end of the log than 95 % of the cases take.
 */
export function findOpenCases(log: EventLog, usuallyWithinMs: number): Uint8Array {
  const ends = new Uint32Array(log.activities.length);
  const lastRow = (owner: number): number => (log.caseOffsets[owner + 1] ?? 1) - 1;
  const activityOf = (owner: number): number => log.activity[lastRow(owner)] ?? 0;
  for (let owner = 0; owner < log.caseCount; owner++) ends[activityOf(owner)] = (ends[activityOf(owner)] ?? 0) + 1;
  const logEndMs = log.endMs.reduce((latest, ms) => Math.max(latest, ms), Number.NEGATIVE_INFINITY);
  const isOpen = new Uint8Array(log.caseCount);
  for (let owner = 0; owner < log.caseCount; owner++) {
    const isUsualEnd = (ends[activityOf(owner)] ?? 0) >= USUAL_END_SHARE * log.caseCount;
    isOpen[owner] = !isUsualEnd && (log.endMs[lastRow(owner)] ?? 0) > logEndMs - usuallyWithinMs ? 1 : 0;
  }
  return isOpen;
}
