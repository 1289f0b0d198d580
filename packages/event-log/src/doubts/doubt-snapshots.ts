import type { Doubt } from "../terms/doubt.ts";
import type { SampleEvent } from "../columns/sample-events.ts";

/** Cases, and steps of them, that don't look so by chance. */
const [LEAST_CASES, LEAST_STEPS] = [3, 20];
/** Share of the steps that take the one usual time, and that stay at one activity. */
const [NEARLY_ALL, MOST_STAY] = [0.9, 0.5];
/** Times between rows that differ by less are the same. */
const ABOUT = 0.02;
const POINTS = 15;

/** The doubt about rows that repeat the state of each case, each day or hour, instead of what happened to it. */
export function doubtSnapshots(
  rows: readonly (readonly (string | null)[])[],
  cases: readonly (readonly SampleEvent[])[],
  { column, activity }: { readonly column: string; readonly activity: number },
): Doubt[] {
  if (cases.length < LEAST_CASES) return [];
  const gaps: number[] = [];
  let stays = 0;
  for (const members of cases) {
    const ordered = members.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
    for (const [at, event] of ordered.entries()) {
      const before = ordered[at - 1];
      if (before === undefined) continue;
      gaps.push((event.time ?? 0) - (before.time ?? 0));
      if (rows[event.at]?.[activity] === rows[before.at]?.[activity]) stays++;
    }
  }
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const isUsual = (gap: number): boolean => Math.abs(gap - usual) <= ABOUT * usual;
  if (gaps.length < LEAST_STEPS || usual <= 0 || stays < MOST_STAY * gaps.length) return [];
  if (gaps.filter(isUsual).length < NEARLY_ALL * gaps.length) return [];
  return [
    {
      kind: "RoleUncertain",
      column,
      detail: `The rows of a case follow each other after nearly always the same time, and ${stays} of ${gaps.length} say the same as the row before: they seem to be snapshots of how each case stood, not events. Each was read as an event. Export the changes only, such as a history or an audit log.`,
      count: stays,
      points: POINTS,
    },
  ];
}
