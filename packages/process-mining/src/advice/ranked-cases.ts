import type { EventLog } from "@longhaul/event-log";
import type { Segment } from "./segments.ts";
import { compareRanks, type RankComparison } from "../numbers/statistics.ts";

/** Fewer cases inside or outside a segment aren't compared. */
export const FEWEST_COMPARED = 10;

/** Cases in the order of their outcome, which is sorted once for all segments that are compared. */
export class RankedCases {
  readonly #ascending: Uint32Array;
  /** Where each run of equal outcomes ends. */
  readonly #ends: Uint32Array;
  readonly #values: Float64Array;

  constructor(cases: Uint32Array, values: Float64Array) {
    this.#values = values;
    this.#ascending = sortedBy(cases, values);
    const ends = new Uint32Array(cases.length);
    let runs = 0;
    for (let at = 1; at <= cases.length; at++)
      if (at === cases.length || values[this.#ascending[at] ?? 0] !== values[this.#ascending[at - 1] ?? 0])
        ends[runs++] = at;
    this.#ends = ends.subarray(0, runs);
  }

  /** By how much the mean of those inside is above that of those outside; NaN where there are none of either. */
  difference({ codes, code }: Segment): number {
    let [size, sum, others, otherSum] = [0, 0, 0, 0];
    for (const owner of this.#ascending) {
      const [own, value] = [codes[owner], this.#values[owner] ?? 0];
      if (own === code) {
        size++;
        sum += value;
      } else if (own !== -1) {
        others++;
        otherSum += value;
      }
    }
    return sum / size - otherSum / others;
  }

  /** Those inside with those outside; null where too few are either. Cases of which it isn't known count for neither. */
  compare({ codes, code }: Segment): RankComparison | null {
    let rankSum = 0;
    let tieSum = 0;
    let size = 0;
    let total = 0;
    let at = 0;
    for (const end of this.#ends) {
      let known = 0;
      let inside = 0;
      for (; at < end; at++) {
        const own = codes[this.#ascending[at] ?? 0];
        if (own === code) inside++;
        if (own !== -1) known++;
      }
      rankSum += inside * (total + (1 + known) / 2);
      tieSum += known ** 3 - known;
      size += inside;
      total += known;
    }
    if (size < FEWEST_COMPARED || total - size < FEWEST_COMPARED) return null;
    return compareRanks(rankSum, size, total, tieSum);
  }
}

/** The cases of the earlier and of the later half of the time, by when they began, as far as their outcome is known. */
export function halvesOf(
  log: EventLog,
  values: Float64Array,
): { readonly earlier: RankedCases; readonly later: RankedCases } {
  const beganMs = values.map((_, owner) => log.endMs[log.caseOffsets[owner] ?? 0] ?? 0);
  const inTime = sortedBy(casesWith(values), beganMs);
  const middle = Math.floor(inTime.length / 2);
  return {
    earlier: new RankedCases(inTime.subarray(0, middle), values),
    later: new RankedCases(inTime.subarray(middle), values),
  };
}

/** The cases whose value is known, in case order. */
export function casesWith(values: Float64Array): Uint32Array {
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
