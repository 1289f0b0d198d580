import type { AnomalyKind, AnomalyReport } from "@longhaul/process-mining";
import { knowsWork, type Discovery } from "../findings/discovery.ts";
import { fixedTerms } from "../findings/fixed-terms.ts";
import { reworkFacts } from "../findings/rework-facts.ts";
import type { InsightFacts } from "../texts/terms/insight.ts";

/** What insights are drawn from; what an analysis didn't look at is absent. */
export interface InsightSources {
  readonly discovery: Discovery;
  readonly anomalies?: AnomalyReport | undefined;
}

/** From which figures on something is worth saying; below, nothing is said. */
const SAID_FROM = {
  usualPathShare: 0.5,
  unusualPathShare: 0.05,
  mostPathsForMost: 0.5,
  tailToMedian: 3,
  bottleneckShare: 0.1,
  reworkShare: 0.05,
  arrivalChange: 0.2,
  coveredHalf: 0.02,
  comparedShare: 0.5,
  resourceShare: 0.25,
  resourceToEvenShare: 2,
  handoverShare: 0.5,
} as const;

const DAY_MS = 86_400_000;
/** Standard deviations: two halves to which cases come alike, each on its own, differ by more in one log of a hundred. */
const BEYOND_CHANCE = 2.576;

type Rule = (sources: InsightSources) => InsightFacts | readonly InsightFacts[] | null;

/**
 * Statements drawn from the figures of an analysis, each by a rule of its own with a fixed threshold: a process in which
 * nothing is remarkable has none. They are facts; `wordInsight` makes the sentence. Nothing is estimated here; what each figure is, its measure documents.
 */
export function deriveInsights(sources: InsightSources): InsightFacts[] {
  return RULES.flatMap((rule) => rule(sources) ?? []);
}

const rounded = (value: number): number => Number(value.toFixed(4));

const RULES: readonly Rule[] = [
  function spreadOfPaths({ discovery }) {
    const { variantsFor80Percent: few, variantCount, variants, cases } = discovery;
    const share = variants?.[0]?.share;
    if (few === undefined || share === undefined || variantCount < 2) return null;
    const evidence = {
      variants: variantCount,
      variantsFor80PercentOfCases: few,
      shareOfMostFrequent: rounded(share),
      cases,
    };
    if (share >= SAID_FROM.usualPathShare) return { code: "usualPath", evidence };
    if (share < SAID_FROM.unusualPathShare) return { code: "noUsualPath", evidence };
    // That most cases need most of the paths is no news.
    return few / variantCount > SAID_FROM.mostPathsForMost ? null : { code: "spreadOfPaths", evidence };
  },
  function longTail({ discovery }) {
    const { median = 0, p95 = 0 } = discovery.caseDurations ?? {};
    if (!(median > 0) || p95 / median < SAID_FROM.tailToMedian) return null;
    return { code: "longTail", evidence: { cycleTime95PercentSec: p95, medianCycleTimeSec: median } };
  },
  function bottleneck({ discovery }) {
    const worst = discovery.bottlenecks?.activities[0];
    if (worst === undefined || worst.shareOfCycleTime < SAID_FROM.bottleneckShare) return null;
    const { activity, shareOfCycleTime, meanWaitSec, waits } = worst;
    const evidence = {
      activity,
      shareOfCycleTime: rounded(shareOfCycleTime),
      meanWaitSec,
      waits,
      ...(discovery.workingTime === undefined ? {} : { countedIn: "working time" as const }),
    };
    return { code: knowsWork(discovery) ? "longestWait" : "mostTime", evidence };
  },
  function terms({ discovery }) {
    return fixedTerms(discovery);
  },
  function rework({ discovery }) {
    const facts = reworkFacts(discovery);
    return facts !== null && facts.casesWithRework >= SAID_FROM.reworkShare * discovery.cases
      ? { code: "rework", evidence: facts }
      : null;
  },
  function efficiency({ discovery }) {
    if (discovery.efficiency === null) return null;
    const { flowEfficiency, processingSec, cycleSec } = discovery.efficiency;
    return { code: "efficiency", evidence: { flowEfficiency: rounded(flowEfficiency), processingSec, cycleSec } };
  },
  function arrivals({ discovery }) {
    const { halves = null, firstMs = 0, lastMs = 0 } = discovery.arrivals ?? {};
    if (halves === null) return null;
    const [first, second] = halves;
    const change = second / first - 1;
    const halfDays = (lastMs - firstMs) / DAY_MS / 2;
    const isChance = Math.abs(second - first) * halfDays < BEYOND_CHANCE * Math.sqrt((first + second) * halfDays);
    // A half with hardly a case lies before or behind what the log was taken for.
    const isOutside = Math.min(first, second) < SAID_FROM.coveredHalf * (first + second);
    if (Math.abs(change) < SAID_FROM.arrivalChange || isChance || isOutside) return null;
    const evidence = { casesPerDayFirstHalf: rounded(first), casesPerDaySecondHalf: rounded(second) };
    return { code: change > 0 ? "moreArrivals" : "fewerArrivals", evidence };
  },
  function drift({ discovery }) {
    const { duration = null, steps = [], casesCompared: cases = 0 } = discovery.drift ?? {};
    const [step] = steps;
    // The few that began early are there because they were long, where most of a log began late.
    if (cases < SAID_FROM.comparedShare * discovery.cases) return null;
    const dateOf = (ms: number): string => new Date(ms).toISOString();
    if (duration !== null) {
      const { changedAtMs, before, after } = duration;
      const countedIn = discovery.workingTime === undefined ? {} : { countedIn: "working time" as const };
      const evidence = {
        changedAt: dateOf(changedAtMs),
        medianBeforeSec: before,
        medianAfterSec: after,
        cases,
        ...countedIn,
      };
      return { code: "cycleTimeChanged", evidence };
    }
    if (step === undefined) return null;
    const { from, to, before, after, changedAtMs } = step;
    const shares = { shareBefore: rounded(before), shareAfter: rounded(after) };
    return { code: "pathChanged", evidence: { changedAt: dateOf(changedAtMs), from, to, ...shares, cases } };
  },
  function concentration({ discovery }) {
    const [busiest] = discovery.resources ?? [];
    const resources = discovery.resourceCount ?? 0;
    if (busiest === undefined || resources < 3) return null;
    const { resource, events, share, evenShare } = busiest;
    // Whoever alone does what is done often does a large part of the work; that is how it is divided.
    const least = Math.max(SAID_FROM.resourceShare, SAID_FROM.resourceToEvenShare * (evenShare ?? 1 / resources));
    if (share < least) return null;
    return {
      code: "concentration",
      evidence: {
        resource,
        events,
        share: rounded(share),
        ...(evenShare === undefined ? {} : { evenShare: rounded(evenShare) }),
        resources,
      },
    };
  },
  function handovers({ discovery }) {
    const { handover } = discovery;
    const steps = discovery.events - discovery.cases;
    if (handover === undefined || steps <= 0) return null;
    if (handover.betweenDifferent / steps < SAID_FROM.handoverShare) return null;
    return { code: "handovers", evidence: { handovers: handover.betweenDifferent, steps } };
  },
  function referenceModel({ discovery }) {
    const { name, cases = 0, fittingCases = 0, deviations = [] } = discovery.compliance?.referenceModel ?? {};
    if (name === undefined || fittingCases === cases) return null;
    const [most] = deviations;
    const evidence = {
      referenceModel: name,
      deviatingCases: cases - fittingCases,
      cases,
      ...(most === undefined ? {} : { activity: most.activity, deviation: most.kind }),
    };
    return { code: "referenceModel", evidence };
  },
  function oddCases({ anomalies, discovery }) {
    if (anomalies === undefined || anomalies.detected === 0) return null;
    const byKind = new Map<AnomalyKind, number>();
    for (const { kinds } of anomalies.cases)
      for (const kind of new Set(kinds)) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
    const [most] = [...byKind].toSorted((a, b) => b[1] - a[1]);
    if (most === undefined) return null;
    const [kind, casesOfKind] = most;
    return { code: "oddCases", evidence: { anomalies: anomalies.detected, kind, casesOfKind, cases: discovery.cases } };
  },
];
