import type { CaseAttribute, EventLog, RunOptions } from "@longhaul/event-log";
import { Pacer } from "@longhaul/domain";
import { divide, segmentFinder, type Segment, type SegmentFinder } from "./segments.ts";
import { casesWith, FEWEST_COMPARED, halvesOf, RankedCases } from "./ranked-cases.ts";
import {
  discoveries,
  intervalOfDifference,
  intervalOfShares,
  meanOf,
  rankCorrelation,
  type Interval,
  type RankComparison,
} from "../numbers/statistics.ts";

/** The outcome to explain, with a value for each case: seconds, or 1 and 0 for what happened or didn't. NaN = not known. */
export interface Outcome {
  readonly name: string;
  readonly unit: "seconds" | "share";
  readonly values: Float64Array;
  /** Whether a case's activities define the outcome; then they can't be its causes. */
  readonly ofActivities?: boolean;
  /** Least effect on a share, as a difference and as a ratio; without it, the least Cliff's delta applies. */
  readonly least?: { readonly points: number; readonly ratio: number };
}

/** A segment whose cases have a different outcome than the others. Figures are over the whole period. */
export interface RootCause {
  readonly outcome: string;
  readonly unit: Outcome["unit"];
  readonly conditions: readonly Pick<Segment, "kind" | "what" | "value">[];
  readonly members: ReadonlySet<number>;
  readonly cases: number;
  readonly otherCases: number;
  /** Share of all cases with a known outcome that are in the segment. */
  readonly coverage: number;
  readonly mean: number;
  readonly otherMean: number;
  /** Interval of the difference of the means. */
  readonly interval: Interval;
  /** The difference among the cases that began in each half of the time; above 0 in both. */
  readonly byHalf: { readonly earlier: number; readonly later: number };
  /** Cliff's delta, −1 to 1. */
  readonly delta: number;
  /** The share by which the mean over all cases would be lower if the segment had the outcome of the others. */
  readonly explains: number;
}

export interface RootCauses {
  /** Only segments with a worse outcome (longer, more often); those that explain most come first. */
  readonly causes: readonly RootCause[];
  /** How many causes were found; `causes` has the first ones. */
  readonly causesFound: number;
  /** Segments that were compared. */
  readonly segmentsCompared: number;
}

/** Accepted share of false findings in one half, before the other half confirms them. */
const FALSE_DISCOVERIES = 0.02;
const CONFIRMED_BELOW = 0.05;
/** Least effect: Cliff's delta from which on an effect is called small. Source: Romano et al., Appropriate Statistics for Ordinal Level Data (2006). */
const LEAST_DELTA = 0.147;
/** Least share of the mean over all cases that a cause explains. */
const LEAST_EXPLAINED = 0.01;
const HALVES = ["earlier", "later"] as const;
const OTHER_HALF = { earlier: "later", later: "earlier" } as const;
/** A number that goes with the outcome as closely as this is the outcome by another name. */
const SAME_AS_OUTCOME = 0.95;
const MOST_CAUSES = 20;
const MOST_PAIRED = 8;

/**
 * Segments that go with a worse outcome: found among the cases that began in one half of the time (Mann-Whitney,
 * Benjamini-Hochberg over all segments), confirmed among those of the other half (one-sided, Bonferroni over what was
 * found), with an effect that isn't negligible, means that differ in both halves, an interval of their difference that is
 * above 0, and explaining at least 1 % of the mean. Pairs of segments are tried
 * among those found; a pair is reported where it is worse than each of its parts without the pair. This shows correlation, not causation.
 * @param segmentsOf - a `segmentFinder` of the log that several questions share
 */
export async function findRootCauses(
  log: EventLog,
  attributes: readonly CaseAttribute[],
  outcome: Outcome,
  run: RunOptions = {},
  segmentsOf: SegmentFinder = segmentFinder(log),
): Promise<RootCauses> {
  const pacer = new Pacer(run);
  const usable = attributes.filter(
    (attribute) => attribute.kind !== "number" || !isOutcomeItself(attribute.numbers, outcome.values),
  );
  const segments = segmentsOf(usable).filter(({ kind }) => outcome.ofActivities !== true || kind !== "activity");
  const halves = halvesOf(log, outcome.values);
  const { points = LEAST_DELTA, ratio = 0 } = outcome.least ?? {};
  const tested = { earlier: [] as SegmentTest[], later: [] as SegmentTest[] };
  for (const [at, segment] of segments.entries()) {
    await pacer.pause();
    run.onProgress?.((0.8 * at) / segments.length);
    for (const half of HALVES) {
      const test = halves[half].compare(segment);
      if (test !== null) tested[half].push({ segment, ...test });
    }
  }
  const found = HALVES.flatMap((half) =>
    discoveries(tested[half], FALSE_DISCOVERIES)
      .filter(({ delta }) => delta >= points)
      .map(({ segment }, _, { length }) => ({ segment, foundAmong: length, ask: halves[OTHER_HALF[half]] })),
  );
  const isConfirmed = ({ segment, foundAmong, ask }: (typeof found)[number]): boolean => {
    const test = ask.compare(segment);
    return test !== null && test.delta > 0 && test.pValue / 2 < CONFIRMED_BELOW / foundAmong;
  };
  const confirmed = [...new Set(found.filter(isConfirmed).map(({ segment }) => segment))];
  const whole = new RankedCases(casesWith(outcome.values), outcome.values);
  const known = outcome.values.filter((value) => !Number.isNaN(value));
  const among: Among = { whole, halves, cases: known.length, total: known.reduce((sum, value) => sum + value, 0) };
  const singles = confirmed
    .map((segment) => ({ segment, cause: describe([segment], segment, outcome, among) }))
    .filter(({ cause }) => cause.delta >= points);
  singles.sort((a, b) => b.cause.explains - a.cause.explains);
  const pairs: RootCause[] = [];
  for (const { both, segment } of pairsOf(singles.slice(0, MOST_PAIRED).map((one) => one.segment))) {
    await pacer.pause();
    const pair = { segment, foundAmong: Math.max(1, found.length), ask: halves.later };
    if ((halves.earlier.compare(segment)?.delta ?? 0) < points || !isConfirmed(pair)) continue;
    const cause = describe(both, segment, outcome, among);
    const worstAlone = Math.max(...both.map((part) => meanWithout(part, segment, outcome.values)));
    if (cause.mean - cause.otherMean > 0 && cause.mean > 1.25 * worstAlone) pairs.push(cause);
  }
  run.onProgress?.(1);
  const all = [...singles.map(({ cause }) => cause), ...pairs]
    .filter(({ explains, interval }) => explains >= LEAST_EXPLAINED && interval.low > 0)
    .filter(({ byHalf, mean, otherMean }) => byHalf.earlier > 0 && byHalf.later > 0 && mean >= ratio * otherMean)
    .toSorted((a, b) => b.explains - a.explains);
  return {
    causes: all.slice(0, MOST_CAUSES),
    causesFound: all.length,
    segmentsCompared: Math.max(tested.earlier.length, tested.later.length),
  };
}

function isOutcomeItself(numbers: Float64Array, values: Float64Array): boolean {
  const known = Array.from(numbers.keys()).filter(
    (at) => !Number.isNaN(numbers[at] ?? Number.NaN) && !Number.isNaN(values[at] ?? Number.NaN),
  );
  const pick = (from: Float64Array): Float64Array => Float64Array.from(known, (at) => from[at] ?? 0);
  return known.length >= FEWEST_COMPARED && Math.abs(rankCorrelation(pick(numbers), pick(values))) >= SAME_AS_OUTCOME;
}

interface SegmentTest extends RankComparison {
  readonly segment: Segment;
}

/** All cases whose outcome is known, also those of which it isn't known whether they are in a segment. */
interface Among {
  readonly whole: RankedCases;
  readonly halves: ReturnType<typeof halvesOf>;
  readonly cases: number;
  /** Sum of their outcomes. */
  readonly total: number;
}

function describe(
  parts: readonly Segment[],
  segment: Segment,
  outcome: Outcome,
  { whole, halves, cases, total }: Among,
): RootCause {
  const { inside, outside } = divide(segment);
  const [own, others] = [knownValues(inside, outcome.values), knownValues(outside, outcome.values)];
  const [mean, otherMean] = [meanOf(own), meanOf(others)];
  return {
    outcome: outcome.name,
    unit: outcome.unit,
    conditions: parts.map(({ kind, what, value }) => ({ kind, what, value })),
    members: new Set(inside),
    cases: own.length,
    otherCases: others.length,
    coverage: own.length / cases,
    mean,
    otherMean,
    interval: intervalOf(outcome, own, others),
    byHalf: { earlier: halves.earlier.difference(segment), later: halves.later.difference(segment) },
    delta: whole.compare(segment)?.delta ?? 0,
    explains: total > 0 ? ((mean - otherMean) * own.length) / total : 0,
  };
}

function intervalOf({ unit }: Outcome, own: Float64Array, others: Float64Array): Interval {
  if (unit === "seconds") return intervalOfDifference(own, others);
  const hits = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  return intervalOfShares(hits(own), own.length, hits(others), others.length);
}

function* pairsOf(segments: readonly Segment[]): Generator<{ both: readonly [Segment, Segment]; segment: Segment }> {
  for (const [at, a] of segments.entries()) {
    for (const b of segments.slice(at + 1)) {
      if (a.codes === b.codes || a.kind === "activity" || b.kind === "activity") continue;
      const codes = new Int8Array(a.codes.length);
      let size = 0;
      for (let owner = 0; owner < codes.length; owner++) {
        if (a.codes[owner] === a.code && b.codes[owner] === b.code) {
          codes[owner] = 1;
          size++;
        }
      }
      if (size < 20 || size === a.size || size === b.size) continue;
      yield { both: [a, b], segment: { kind: a.kind, what: "", value: "", codes, code: 1, size } };
    }
  }
}

function knownValues(cases: Uint32Array, values: Float64Array): Float64Array {
  const known = new Float64Array(cases.length);
  let count = 0;
  for (const owner of cases) {
    const value = values[owner] ?? Number.NaN;
    if (!Number.isNaN(value)) known[count++] = value;
  }
  return known.subarray(0, count);
}

/** Mean of the cases of a part that aren't in the pair. */
function meanWithout(part: Segment, pair: Segment, values: Float64Array): number {
  const { inside } = divide(part);
  const rest = inside.filter((owner) => pair.codes[owner] !== pair.code);
  return meanOf(knownValues(rest, values));
}
