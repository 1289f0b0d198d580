import type { ColumnRole } from "../terms/import-result.ts";

/** Columns that might play a role, best first, each with the score of the best choice in which it does, 0–1. */
export type RankedCandidates<Role extends ColumnRole> = Partial<
  Record<Role, readonly { readonly index: number; readonly score: number }[]>
>;

/** From this many rows evidence counts in full. */
export const enoughRows = 40;

const MOST_TOLD = 5;

/** What evidence weighs beside a name. */
export const weightOf = (rows: number): number => 1.3 * Math.min(1, rows / enoughRows);

/** The candidates of the roles that nobody has given; `choices` come best first. */
export function rankCandidates<Role extends ColumnRole>(
  choices: readonly { readonly roles: Readonly<Record<Role, number>>; readonly score: number }[],
  roles: readonly Role[],
  rows: number,
): RankedCandidates<Role> {
  const ranked: RankedCandidates<Role> = {};
  for (const role of roles) {
    const best = new Map<number, number>();
    for (const { roles: chosen, score } of choices)
      if (!best.has(chosen[role])) best.set(chosen[role], shareOfBest(score, rows));
    ranked[role] = [...best].slice(0, MOST_TOLD).map(([index, score]) => ({ index, score }));
  }
  return ranked;
}

/** Roles that are weighed together. */
const WEIGHED = 3;

/** A score as the share of the best that is possible. */
const shareOfBest = (score: number, rows: number): number =>
  Number(Math.min(1, Math.max(0, score / (WEIGHED * (1 + weightOf(rows))))).toFixed(3));
