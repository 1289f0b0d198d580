import { spanText } from "@longhaul/domain";
import type { AnomalyReport, ModelQuality } from "@longhaul/process-mining";
import { knowsWork, type Discovery } from "./discovery.ts";

/** A statement that the figures make, with those figures. */
export interface Insight {
  readonly insight: string;
  readonly evidence: Readonly<Record<string, string | number>>;
}

/** What insights are drawn from; what an analysis didn't look at is absent. */
export interface InsightSources {
  readonly discovery: Discovery;
  readonly quality?: ModelQuality | undefined;
  readonly anomalies?: AnomalyReport | undefined;
  /** A time in words. */
  readonly inWords: (seconds: number) => string;
}

/** From which figures on something is worth saying; below, nothing is said. */
const SAID_FROM = {
  usualPathShare: 0.5,
  unusualPathShare: 0.05,
  tailToMedian: 3,
  bottleneckShare: 0.1,
  reworkShare: 0.05,
  arrivalChange: 0.2,
  resourceShare: 0.25,
  handoverShare: 0.5,
  misfitShare: 0.05,
} as const;

type Rule = (sources: InsightSources) => Insight | null;

/**
 * Statements drawn from the figures of an analysis, each by a rule of its own with a fixed threshold: a process in which
 * nothing is remarkable has none. Nothing is estimated here; what each figure is, its measure documents.
 */
export function deriveInsights(sources: InsightSources): Insight[] {
  return RULES.flatMap((rule) => rule(sources) ?? []);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const grouped = (value: number): string => value.toLocaleString("en");
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
    if (share >= SAID_FROM.usualPathShare)
      return { insight: `One path is usual: ${percent(share)} of the cases take it`, evidence };
    if (share < SAID_FROM.unusualPathShare)
      return { insight: `No path is usual: the most frequent one has ${percent(share)} of the cases`, evidence };
    return { insight: `${grouped(few)} of ${grouped(variantCount)} variants cover 80 % of the cases`, evidence };
  },
  function longTail({ discovery }) {
    const { median = 0, p95 = 0 } = discovery.caseDurations ?? {};
    if (!(median > 0) || p95 / median < SAID_FROM.tailToMedian) return null;
    return {
      insight: `One case in twenty takes more than ${spanText(p95)}, ${(p95 / median).toFixed(1)} times the median of ${spanText(median)}`,
      evidence: { cycleTime95PercentSec: p95, medianCycleTimeSec: median },
    };
  },
  function bottleneck({ discovery, inWords }) {
    const worst = discovery.bottlenecks?.activities[0];
    if (worst === undefined || worst.shareOfCycleTime < SAID_FROM.bottleneckShare) return null;
    const { activity, shareOfCycleTime, meanWaitSec, waits } = worst;
    return {
      insight: knowsWork(discovery)
        ? `${percent(shareOfCycleTime)} of all cycle time goes into waiting for "${activity}": ${inWords(meanWaitSec)} on average, ${grouped(waits)} times`
        : `${percent(shareOfCycleTime)} of all cycle time passes before "${activity}" is completed, its own work included: ${inWords(meanWaitSec)} on average, ${grouped(waits)} times`,
      evidence: { activity, shareOfCycleTime: rounded(shareOfCycleTime), meanWaitSec, waits },
    };
  },
  function rework({ discovery }) {
    const share = discovery.rework.cases / discovery.cases;
    if (share < SAID_FROM.reworkShare) return null;
    return {
      insight: `${grouped(discovery.rework.cases)} of ${grouped(discovery.cases)} cases (${percent(share)}) do something more than once`,
      evidence: { casesWithRework: discovery.rework.cases, cases: discovery.cases },
    };
  },
  function efficiency({ discovery }) {
    if (discovery.efficiency === null) return null;
    const { flowEfficiency, processingSec, cycleSec } = discovery.efficiency;
    return {
      insight: `Cases are worked on in ${percent(flowEfficiency)} of their time and wait in the rest`,
      evidence: { flowEfficiency: rounded(flowEfficiency), processingSec, cycleSec },
    };
  },
  function arrivals({ discovery }) {
    const halves = discovery.arrivals?.halves ?? null;
    if (halves === null) return null;
    const [first, second] = halves;
    const change = second / first - 1;
    if (Math.abs(change) < SAID_FROM.arrivalChange) return null;
    return {
      insight: `Cases came ${change > 0 ? "more" : "less"} often in the second half of the period: ${second.toFixed(1)} a day after ${first.toFixed(1)}`,
      evidence: { casesPerDayFirstHalf: rounded(first), casesPerDaySecondHalf: rounded(second) },
    };
  },
  function concentration({ discovery }) {
    const [busiest] = discovery.resources ?? [];
    const count = discovery.resourceCount ?? 0;
    if (busiest === undefined || count < 3 || busiest.share < SAID_FROM.resourceShare) return null;
    return {
      insight: `"${busiest.resource}" does ${percent(busiest.share)} of the work of ${count} resources`,
      evidence: { resource: busiest.resource, events: busiest.events, share: rounded(busiest.share), resources: count },
    };
  },
  function handovers({ discovery }) {
    const { handover } = discovery;
    const steps = discovery.events - discovery.cases;
    if (handover === undefined || steps <= 0) return null;
    const share = handover.betweenDifferent / steps;
    if (share < SAID_FROM.handoverShare) return null;
    return {
      insight: `Work changes hands in ${percent(share)} of the steps`,
      evidence: { handovers: handover.betweenDifferent, steps },
    };
  },
  function conformance({ quality }) {
    if (quality === undefined || 1 - quality.fittingCases < SAID_FROM.misfitShare) return null;
    return {
      insight: `${percent(1 - quality.fittingCases)} of the cases deviate from the model that was discovered from them, which leaves rare behaviour out: it is no rule that they break`,
      evidence: { fittingCases: rounded(quality.fittingCases), fitness: rounded(quality.fitness) },
    };
  },
  function referenceModel({ discovery }) {
    const { name, cases = 0, fittingCases = 0, deviations = [] } = discovery.compliance?.referenceModel ?? {};
    if (name === undefined || fittingCases === cases) return null;
    const [most] = deviations;
    const how = most?.kind === "skipped" ? "is skipped" : "is done where the model doesn't allow it";
    return {
      insight: `${grouped(cases - fittingCases)} of ${grouped(cases)} cases deviate from the reference model "${name}"${most === undefined ? "" : `; most often "${most.activity}" ${how}`}`,
      evidence: { referenceModel: name, deviatingCases: cases - fittingCases, cases },
    };
  },
  function oddCases({ anomalies, discovery }) {
    if (anomalies === undefined || anomalies.detected === 0) return null;
    const byKind = new Map<string, number>();
    for (const { kinds } of anomalies.cases)
      for (const kind of new Set(kinds)) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
    const [kind = "", cases = 0] = [...byKind].toSorted((a, b) => b[1] - a[1])[0] ?? [];
    return {
      insight: `${grouped(anomalies.detected)} of ${grouped(discovery.cases)} cases stand out, ${grouped(cases)} of them by ${kind.replaceAll("-", " ")}`,
      evidence: { anomalies: anomalies.detected, kind, casesOfKind: cases, cases: discovery.cases },
    };
  },
];
