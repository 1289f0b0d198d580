import type { AnomalyFinding } from "./anomaly.ts";

/** Something odd about a case. */
export interface Candidate {
  readonly caseIndex: number;
  /** Order among the candidates of its kind; for what is rare the negative share of its chances in which it happens. */
  readonly strength: number;
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

/** Where more cases have something rare than this share, to have it is usual. */
const MOST_CASES_SHARE = 0.15;

/**
 * The candidates that stand out by something rare. In a process in which most cases have one rare thing or another, to
 * have one says nothing: rare then means ten times rarer, and again, as long as too many cases have it.
 */
export function keepExceptional(
  candidates: readonly Candidate[],
  caseCount: number,
  rareShare: number,
): readonly Candidate[] {
  let kept = candidates;
  let bar = rareShare;
  while (kept.length > MOST_CASES_SHARE * caseCount) {
    bar /= 10;
    const limit = bar;
    kept = kept.filter(({ strength }) => -strength <= limit);
  }
  return kept;
}
