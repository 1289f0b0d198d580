import type { CaseAttribute, EventLog, RunOptions } from "@longhaul/event-log";
import { Pacer } from "@longhaul/domain";
import { divide, segmentFinder, type Segment, type SegmentFinder } from "./segments.ts";
import { withoutIdleDays } from "./idle-days.ts";
import { independentCauses } from "./independent-causes.ts";
import { pairSegments, type SegmentPair } from "./pair-segments.ts";
import { isOutcomeItself, type Outcome } from "./outcome.ts";
import { rankCases, type RankedCases } from "./ranked-cases.ts";
import {
  discoveries,
  intervalOfDifference,
  intervalOfShares,
  meanOf,
  type Interval,
  type RankComparison,
} from "../numbers/statistics.ts";

/** A segment whose cases have a different outcome than the others. Figures are over the whole period. */
export interface RootCause {
  readonly outcome: string;
  readonly unit: Outcome["unit"];
  readonly conditions: readonly Pick<Segment, "kind" | "what" | "value" | "atBeginning">[];
  readonly members: ReadonlySet<number>;
  readonly cases: number;
  readonly otherCases: number;
  /** Share of all cases with a known outcome that are in the segment. */
  readonly coverage: number;
  readonly mean: number;
  readonly otherMean: number;
  /** By how much the mean is above that of the others who began about the same time, and its interval. */
  readonly difference: number;
  readonly interval: Interval;
  /** The difference among the cases that began in each half of the time; above 0 in both. */
  readonly byHalf: { readonly earlier: number; readonly later: number };
  /** Cliff's delta, −1 to 1. */
  readonly delta: number;
  /** The share by which the mean over all cases would be lower if the segment had the outcome of the others of its time. */
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
const MOST_CAUSES = 20;
/** Of the causes found, the first so many are paired with others, and the first so many are asked whether others explain them. */
const MOST_PAIRED = 8;
const MOST_ASKED = 60;

/**
 * Segments that go with a worse outcome: found among the cases that began in one half of the time (Mann-Whitney,
 * Benjamini-Hochberg over all segments), confirmed among those of the other half (one-sided, Bonferroni over what was
 * found), with an effect that isn't negligible, means that differ in both halves, an interval of their difference that is
 * above 0, and explaining at least 1 % of the mean. Cases are compared with those that began about the same time, and what
 * another cause explains is none (`independentCauses`), nor is the day on which a case began where idle days that follow it
 * make it longer. Each of the first causes is tried together with every attribute; a
 * pair is reported where it is worse than each of its parts without the pair. This shows correlation, not causation.
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
  const usable = attributes.filter((attribute) => !isOutcomeItself(attribute, outcome));
  const segments = segmentsOf(usable).filter(({ kind }) => outcome.ofActivities !== true || kind !== "activity");
  const cases = rankCases(log, outcome.values);
  const { points = LEAST_DELTA, ratio = 0 } = outcome.least ?? {};
  const tested = { earlier: [] as SegmentTest[], later: [] as SegmentTest[] };
  for (const [at, segment] of segments.entries()) {
    await pacer.pause();
    run.onProgress?.((0.7 * at) / segments.length);
    for (const half of HALVES) {
      const test = cases[half].compare(segment);
      if (test !== null) tested[half].push({ segment, ...test });
    }
  }
  const found = HALVES.flatMap((half) =>
    discoveries(tested[half], FALSE_DISCOVERIES)
      .filter(({ delta }) => delta >= points)
      .map(({ segment }, _, { length }) => ({ segment, foundAmong: length, ask: cases[OTHER_HALF[half]] })),
  );
  const confirmed = [...new Set(found.filter(isConfirmed).map(({ segment }) => segment))];
  const known = outcome.values.filter((value) => !Number.isNaN(value));
  const among: Among = { ...cases, cases: known.length, total: known.reduce((sum, value) => sum + value, 0) };
  const worked = outcome.unit === "seconds" ? withoutIdleDays(log, outcome.values) : null;
  const atWork = worked === null ? null : rankCases(log, worked).whole;
  // Who comes on a Friday waits for the weekend to pass: that is no cause.
  const isOfCalendar = (segment: Segment): boolean =>
    segment.kind === "weekday" && atWork !== null && !((atWork.compare(segment)?.delta ?? 0) >= points);
  const singles = confirmed
    .map((segment) => ({ segment, kinds: [segment.kind], cause: describe([segment], segment, outcome, among) }))
    .filter(({ cause, segment }) => cause.delta >= points && !isOfCalendar(segment))
    .toSorted((a, b) => b.cause.explains - a.cause.explains);
  const contenders = singles.slice(0, MOST_PAIRED).map(({ segment }) => segment);
  const pairs: (typeof singles)[number][] = [];
  for (const { parts, segment } of await findPairs(contenders, segments, cases, points, pacer)) {
    const cause = describe(parts, segment, outcome, among);
    const worstAlone = Math.max(...parts.map((part) => meanWithout(part, segment, outcome.values)));
    if (cause.difference > 0 && cause.mean > 1.25 * worstAlone)
      pairs.push({ segment, kinds: parts.map(({ kind }) => kind), cause });
  }
  run.onProgress?.(0.9);
  const holding = [...singles, ...pairs]
    .filter(({ cause: { explains, interval } }) => explains >= LEAST_EXPLAINED && interval.low > 0)
    .filter(({ cause: { byHalf } }) => byHalf.earlier > 0 && byHalf.later > 0)
    .filter(({ cause: { mean, otherMean } }) => mean >= ratio * otherMean)
    .map((one) => ({ ...one, explains: one.cause.explains }))
    .toSorted((a, b) => b.explains - a.explains);
  const asked = independentCauses(holding.slice(0, MOST_ASKED), cases.whole, points);
  const all = [...asked, ...holding.slice(MOST_ASKED)].map(({ cause }) => cause);
  run.onProgress?.(1);
  return {
    causes: all.slice(0, MOST_CAUSES),
    causesFound: all.length,
    segmentsCompared: Math.max(tested.earlier.length, tested.later.length),
  };
}

/** A segment that was found among the cases of one half, and those of the other half. */
interface Finding {
  readonly segment: Segment;
  readonly foundAmong: number;
  readonly ask: RankedCases;
}

function isConfirmed({ segment, foundAmong, ask }: Finding): boolean {
  const test = ask.compare(segment);
  return test !== null && test.delta > 0 && test.pValue / 2 < CONFIRMED_BELOW / foundAmong;
}

/**
 * Pairs of a cause and another segment whose cases are worse than the others of the cause: found in the earlier half
 * (Benjamini-Hochberg over all pairs), confirmed in the later, as single ones are.
 */
async function findPairs(
  contenders: readonly Segment[],
  segments: readonly Segment[],
  { earlier, later }: { readonly earlier: RankedCases; readonly later: RankedCases },
  least: number,
  pacer: Pacer,
): Promise<SegmentPair[]> {
  const tested: (SegmentPair & RankComparison)[] = [];
  for (const [at, a] of contenders.entries()) {
    for (const b of segments) {
      const place = contenders.indexOf(b);
      // A pair of two causes is tried once; of the others, attributes alone.
      if (place === -1 ? b.kind !== "attribute" : place <= at) continue;
      await pacer.pause();
      const pair = pairSegments(a, b);
      const test = pair === null ? null : earlier.compare(pair.withinFirst);
      if (pair !== null && test !== null) tested.push({ ...pair, ...test });
    }
  }
  return discoveries(tested, FALSE_DISCOVERIES).filter(
    ({ delta, segment, withinFirst }, _, { length }) =>
      delta > 0 &&
      isConfirmed({ segment: withinFirst, foundAmong: length, ask: later }) &&
      (earlier.compare(segment)?.delta ?? 0) >= least &&
      (later.compare(segment)?.delta ?? 0) > 0,
  );
}

interface SegmentTest extends RankComparison {
  readonly segment: Segment;
}

/** All cases whose outcome is known, also those of which it isn't known whether they are in a segment. */
interface Among extends ReturnType<typeof rankCases> {
  readonly cases: number;
  /** Sum of their outcomes. */
  readonly total: number;
}

function describe(
  parts: readonly Segment[],
  segment: Segment,
  outcome: Outcome,
  { whole, earlier, later, cases, total }: Among,
): RootCause {
  const { inside, outside } = divide(segment);
  const [own, others] = [knownValues(inside, outcome.values), knownValues(outside, outcome.values)];
  const [mean, otherMean] = [meanOf(own), meanOf(others)];
  const difference = whole.difference(segment);
  const { low, high } = intervalOf(outcome, own, others);
  const [most, moved] = [outcome.unit === "share" ? 1 : Number.POSITIVE_INFINITY, difference - (mean - otherMean)];
  return {
    outcome: outcome.name,
    unit: outcome.unit,
    conditions: parts.map(({ kind, what, value, atBeginning }) => ({
      kind,
      what,
      value,
      ...(atBeginning === undefined ? {} : { atBeginning }),
    })),
    members: new Set(inside),
    cases: own.length,
    otherCases: others.length,
    coverage: own.length / cases,
    mean,
    otherMean,
    difference,
    interval: { low: Math.max(-most, low + moved), high: Math.min(most, high + moved) },
    byHalf: { earlier: earlier.difference(segment), later: later.difference(segment) },
    delta: whole.compare(segment)?.delta ?? 0,
    explains: total > 0 ? (difference * own.length) / total : 0,
  };
}

function intervalOf({ unit }: Outcome, own: Float64Array, others: Float64Array): Interval {
  if (unit === "seconds") return intervalOfDifference(own, others);
  const hits = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  return intervalOfShares(hits(own), own.length, hits(others), others.length);
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
