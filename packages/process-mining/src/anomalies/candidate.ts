import type { AnomalyFinding } from "./anomaly.ts";

/** Something odd about a case; it becomes a finding unless too many cases have something odder. */
export interface Candidate {
  readonly caseIndex: number;
  /** Order among the candidates of its kind. */
  readonly strength: number;
  /** Made only for those that are kept. */
  readonly describe: () => AnomalyFinding;
}

/** The strongest candidate of each case. */
export function strongestByCase(candidates: Iterable<Candidate>): Candidate[] {
  const byCase = new Map<number, Candidate>();
  for (const candidate of candidates) {
    const known = byCase.get(candidate.caseIndex);
    if (known === undefined || candidate.strength > known.strength) byCase.set(candidate.caseIndex, candidate);
  }
  return [...byCase.values()];
}

/** The strongest, so few that what is left is exceptional: of a tie at the limit none is kept. */
export function keepExceptional(candidates: readonly Candidate[], most: number): readonly Candidate[] {
  if (candidates.length <= most) return candidates;
  const limit = candidates.map((candidate) => candidate.strength).toSorted((a, b) => b - a)[Math.floor(most)];
  return candidates.filter((candidate) => candidate.strength > (limit ?? Number.POSITIVE_INFINITY));
}
