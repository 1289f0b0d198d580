import type { CaseSpans } from "./case-spans.ts";
import type { PrefixTable } from "./prefix-table.ts";

/** No case counts for more than this many. */
export const MOST_WEIGHT = 20;

const hourMs = 3_600_000;

/** How cases are weighed for those whose end wasn't seen. */
export interface Censoring {
  /** Cases of which the end was seen, and those that were still under way. */
  readonly ended: number;
  readonly underWay: number;
  /** What a case counts for of which something was seen that many hours after its begin; never more than `MOST_WEIGHT`. */
  readonly weightAt: (hours: number) => number;
}

/**
 * Weighs what was seen of cases by the inverse probability that it was seen: of the cases that begin shortly before
 * `untilMs` only the short ones are seen to end, so that one that ended late stands for those that are still under way.
 * The probability is the Kaplan-Meier estimate of the time until censoring, at ties the ends first. It assumes that the
 * time between a case's begin and `untilMs` has nothing to do with how long the case takes; what takes longer than
 * anything that was seen stays unseen.
 * Sources: E. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53, 1958; J. Robins and
 * D. Finkelstein, "Correcting for Noncompliance and Dependent Censoring … with Inverse Probability of Censoring Weighted
 * (IPCW) Log-Rank Tests", Biometrics 56, 2000.
 */
export function measureCensoring({ begin, end, isOpen }: CaseSpans, cases: Uint32Array, untilMs: number): Censoring {
  const isEnded = (owner: number): boolean => isOpen[owner] !== 1 && (end[owner] ?? 0) < untilMs;
  const hoursOf = (ms: number, owner: number): number => (ms - (begin[owner] ?? 0)) / hourMs;
  const endedAfter = Float64Array.from(cases.filter(isEnded), (owner) => hoursOf(end[owner] ?? 0, owner)).sort();
  const censoredAfter = Float64Array.from(
    cases.filter((owner) => !isEnded(owner)),
    (owner) => hoursOf(untilMs, owner),
  ).sort();
  const steps = new Float64Array(censoredAfter.length);
  let gone = 0;
  let seen = 1;
  for (const [at, hours] of censoredAfter.entries()) {
    while ((endedAfter[gone] ?? Number.POSITIVE_INFINITY) <= hours) gone++;
    const atRisk = endedAfter.length - gone + censoredAfter.length - at;
    seen *= 1 - 1 / atRisk;
    steps[at] = seen;
  }
  return {
    ended: endedAfter.length,
    underWay: censoredAfter.length,
    weightAt: (hours) => {
      const before = countBelow(censoredAfter, hours);
      const probability = before === 0 ? 1 : (steps[before - 1] ?? 0);
      return Math.min(MOST_WEIGHT, 1 / probability);
    },
  };
}

/** How many of the ascending values are less than `limit`. */
export function countBelow(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Weight of each row of a table; 0 when the row's outcome wasn't observed. */
export interface RowWeights {
  /** For what came next. */
  readonly next: Float64Array;
  /** For when the case ended. */
  readonly end: Float64Array;
}

/** Weighs the rows of a table. */
export function weighRows(table: PrefixTable, { weightAt }: Censoring): RowWeights {
  const weigh = (hours: number): number => (Number.isNaN(hours) ? 0 : weightAt(hours));
  return { next: table.nextKnownHours.map(weigh), end: table.caseHours.map(weigh) };
}
