import type { EventLog } from "@longhaul/event-log";
import type { Segment } from "./segments.ts";
import { compareRanksWithin, type RankComparison, type RankSum } from "../numbers/statistics.ts";

/** Fewer cases inside or outside a segment aren't compared. */
export const FEWEST_COMPARED = 10;
/** Cases that began one after another are compared with each other alone: at least so many, in at most so many parts of a half. */
const FEWEST_OF_A_TIME = 60;
const MOST_TIMES = 8;

/** Which cases are in a group: those of `code`; −1 = not known. */
type Membership = Pick<Segment, "codes" | "code">;

/** Cases of about one time, in the order of their outcome, which is sorted once for all segments that are compared. */
interface Stratum {
  readonly ascending: Uint32Array;
  /** Where each run of equal outcomes ends. */
  readonly ends: Uint32Array;
}

/**
 * Cases with their outcome, compared with those that began about the same time: an outcome that changes over time goes
 * with whatever else changes over time, and neither causes the other.
 */
export class RankedCases {
  readonly #strata: readonly Stratum[];
  readonly #values: Float64Array;

  /** @param strata - cases of about one time each */
  constructor(strata: readonly Uint32Array[], values: Float64Array) {
    this.#values = values;
    this.#strata = strata.map((cases) => stratumOf(cases, values));
  }

  /**
   * By how much the mean of those inside is above that of those outside who began about the same time, each time counting
   * for as much as it can tell; NaN where there are none of either.
   */
  difference({ codes, code }: Membership): number {
    let [weights, sum] = [0, 0];
    for (const { ascending } of this.#strata) {
      let [size, own, others, otherSum] = [0, 0, 0, 0];
      for (const owner of ascending) {
        const value = this.#values[owner] ?? 0;
        if (codes[owner] === code) {
          size++;
          own += value;
        } else if (codes[owner] !== -1) {
          others++;
          otherSum += value;
        }
      }
      if (size === 0 || others === 0) continue;
      const weight = (size * others) / (size + others);
      weights += weight;
      sum += weight * (own / size - otherSum / others);
    }
    return weights === 0 ? Number.NaN : sum / weights;
  }

  /**
   * Those inside with those outside; null where too few are either. Cases of which it isn't known count for neither.
   * @param given - compares only cases that are both in this group, or both outside
   */
  compare(segment: Membership, given?: Membership): RankComparison | null {
    const sums = this.#strata.flatMap((stratum) => rankSumsOf(stratum, segment, given)).filter(isComparable);
    const size = sums.reduce((all, one) => all + one.size, 0);
    const total = sums.reduce((all, one) => all + one.total, 0);
    return size < FEWEST_COMPARED || total - size < FEWEST_COMPARED ? null : compareRanksWithin(sums);
  }
}

const isComparable = ({ size, total }: RankSum): boolean => size > 0 && size < total;

function stratumOf(cases: Uint32Array, values: Float64Array): Stratum {
  const ascending = sortedBy(cases, values);
  const ends = new Uint32Array(cases.length);
  let runs = 0;
  for (let at = 1; at <= cases.length; at++)
    if (at === cases.length || values[ascending[at] ?? 0] !== values[ascending[at - 1] ?? 0]) ends[runs++] = at;
  return { ascending, ends: ends.subarray(0, runs) };
}

/** Ranks of those inside: among those of `given` and among those outside it, or among all. */
function rankSumsOf({ ascending, ends }: Stratum, { codes, code }: Membership, given?: Membership): RankSum[] {
  return (given === undefined ? [null] : [true, false]).map((isGiven) => {
    let [rankSum, tieSum, size, total, at] = [0, 0, 0, 0, 0];
    for (const end of ends) {
      let known = 0;
      let inside = 0;
      for (; at < end; at++) {
        const owner = ascending[at] ?? 0;
        if (isGiven !== null && (given?.codes[owner] === -1 || (given?.codes[owner] === given?.code) !== isGiven))
          continue;
        const own = codes[owner];
        if (own === code) inside++;
        if (own !== -1) known++;
      }
      rankSum += inside * (total + (1 + known) / 2);
      tieSum += known ** 3 - known;
      size += inside;
      total += known;
    }
    return { rankSum, size, total, tieSum };
  });
}

/** The cases of the earlier and of the later half of the time, by when they began, and both, as far as their outcome is known. */
export function rankCases(
  log: EventLog,
  values: Float64Array,
): { readonly earlier: RankedCases; readonly later: RankedCases; readonly whole: RankedCases } {
  const beganMs = values.map((_, owner) => log.endMs[log.caseOffsets[owner] ?? 0] ?? 0);
  const inTime = sortedBy(casesWith(values), beganMs);
  const middle = Math.floor(inTime.length / 2);
  const earlier = timesOf(inTime.subarray(0, middle));
  const later = timesOf(inTime.subarray(middle));
  return {
    earlier: new RankedCases(earlier, values),
    later: new RankedCases(later, values),
    whole: new RankedCases([...earlier, ...later], values),
  };
}

/** Cases in the order of time, in parts of equal size. */
function timesOf(inTime: Uint32Array): Uint32Array[] {
  const parts = Math.max(1, Math.min(MOST_TIMES, Math.floor(inTime.length / FEWEST_OF_A_TIME)));
  const boundary = (part: number): number => Math.round((part * inTime.length) / parts);
  return Array.from({ length: parts }, (_, part) => inTime.subarray(boundary(part), boundary(part + 1)));
}

/** The cases whose value is known, in case order. */
function casesWith(values: Float64Array): Uint32Array {
  const known = new Uint32Array(values.length);
  let count = 0;
  for (let owner = 0; owner < values.length; owner++)
    if (!Number.isNaN(values[owner] ?? Number.NaN)) known[count++] = owner;
  return known.subarray(0, count);
}

/** The cases by their values; equal ones keep their order. */
function sortedBy(cases: Uint32Array, values: Float64Array): Uint32Array {
  let isSorted = true;
  for (let at = 1; at < cases.length && isSorted; at++)
    isSorted = (values[cases[at - 1] ?? 0] ?? 0) <= (values[cases[at] ?? 0] ?? 0);
  if (isSorted) return cases;
  return cases.toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
}
