import { knowsWork, type Discovery } from "../findings/discovery.ts";
import type { CaseTimeline } from "../findings/case-charts.ts";
import type { Texts } from "../texts/texts.ts";

/** A mean so many times the median tells that few cases take very long. */
const FAR_ABOVE = 1.5;

/** The first of these sentences, as what a section says above all. */
export const messageOf = ([first]: readonly string[]): { readonly message?: string } =>
  first === undefined ? {} : { message: first };

/** What the histogram of case durations says. */
export function readDurations({ caseDurations }: Discovery, { readings }: Texts): string[] {
  if (caseDurations === undefined) return [];
  const { min, median, p75, p95, mean, max } = caseDurations;
  if (!Number.isFinite(median)) return [];
  if (min === max) return [readings.alike(median)];
  const isSkewed = median > 0 && mean > FAR_ABOVE * median;
  return [
    readings.durations(median, p75, p95),
    isSkewed ? readings.skewedMean(mean, mean / median) : readings.mean(mean),
    readings.longest(max),
  ];
}

/** What the timeline of cases says; every case of a log starts in it, and ends in it unless it may be under way. */
export function readTimeline({ periods, started, ended, unit }: CaseTimeline, { readings }: Texts): string[] {
  if (periods.length === 0) return [];
  const named = (at: number) => periods[at] ?? "";
  const busiest = (
    counts: readonly number[],
    at: (unit: CaseTimeline["unit"], period: string, cases: number) => string,
    nowhereMore: (unit: CaseTimeline["unit"], cases: number) => string,
  ): string => {
    const most = Math.max(...counts);
    const first = counts.indexOf(most);
    return counts.lastIndexOf(most) === first ? at(unit, named(first), most) : nowhereMore(unit, most);
  };
  let open = 0;
  const opens = started.map((cases, at) => (open += cases - (ended[at] ?? 0)));
  const most = Math.max(...opens);
  return [
    busiest(started, readings.mostStarted, readings.noMoreStarted),
    busiest(ended, readings.mostEnded, readings.noMoreEnded),
    ...(most > 0 ? [readings.mostOpen(unit, named(opens.indexOf(most)), most)] : []),
  ];
}

/** What the chart of the activities that cases wait for says. */
export function readBottlenecks(
  discovery: Pick<Discovery, "bottlenecks" | "activities">,
  { readings }: Texts,
): string[] {
  const activities = discovery.bottlenecks?.activities ?? [];
  const isWaiting = knowsWork(discovery);
  const [worst] = activities;
  if (worst === undefined) return [];
  const first = activities.slice(0, 3);
  const share = first.reduce((sum, one) => sum + one.shareOfCycleTime, 0);
  const { activity, lostSec, shareOfCycleTime, waits, medianWaitSec } = worst;
  const [most, half, together] = isWaiting
    ? [readings.longestWait, readings.halfOfWaits, readings.firstWaits]
    : [readings.mostTime, readings.halfOfTimes, readings.firstTimes];
  return [
    most(activity, lostSec, shareOfCycleTime),
    ...(Number.isFinite(medianWaitSec) && waits > 1 ? [half(waits, medianWaitSec)] : []),
    ...(activities.length >= 2 * first.length ? [together(first.length, share)] : []),
  ];
}

/** What the chart of variants says. */
export function readVariants(
  { variants = [], variantCount, variantsFor80Percent }: Discovery,
  { readings }: Texts,
): string[] {
  const [first] = variants;
  if (first === undefined) return [];
  const single = variants.filter(({ cases }) => cases === 1).length;
  return [
    first.medianDurationSec === undefined
      ? readings.usualWay(first.share)
      : readings.usualWayWithin(first.share, first.medianDurationSec),
    ...(variantsFor80Percent === undefined || variantCount === 1
      ? []
      : [readings.coverMost(variantsFor80Percent, variantCount)]),
    ...(variants.length === variantCount && single > 0 ? [readings.single(single)] : []),
  ];
}

/** What the durations of two analyses say, side by side. */
export function readBothDurations(a: Discovery, b: Discovery, { readings, change, duration }: Texts): string[] {
  const says = {
    median: [readings.sameMedian, readings.bothMedian],
    mean: [readings.sameMean, readings.bothMean],
  } as const;
  return (["median", "mean"] as const).flatMap((key) => {
    const [inA = Number.NaN, inB = Number.NaN] = [a.caseDurations?.[key], b.caseDurations?.[key]];
    if (!Number.isFinite(inA + inB)) return [];
    const [same, both] = says[key];
    // What is written alike is said to be alike.
    const isSame = duration(inA).text === duration(inB).text;
    return [isSame ? same(inA) : both(inA, inB, change(inB - inA, duration).text)];
  });
}

/** Whether the events of one of two analyses cover less time than cases of the other take. */
export function readPeriods(a: Discovery, b: Discovery, { readings }: Texts): string[] {
  const coveredBy = ({ firstEvent, lastEvent }: Discovery): number =>
    firstEvent === undefined || lastEvent === undefined
      ? Number.NaN
      : (Date.parse(lastEvent) - Date.parse(firstEvent)) / 1000;
  const short = (name: string, one: Discovery, otherName: string, other: Discovery): string[] => {
    const [covered, p95] = [coveredBy(one), other.caseDurations?.p95 ?? Number.NaN];
    return covered < p95 ? [readings.shortPeriod(name, covered, otherName, p95)] : [];
  };
  return [...short("A", a, "B", b), ...short("B", b, "A", a)];
}

/** What the shares of cycle time that pass waiting for activities say, in two analyses. */
export function readBothBottlenecks(
  activities: readonly { readonly activity: string; readonly inA: number; readonly inB: number }[],
  { readings }: Texts,
): string[] {
  const [worstA] = activities.toSorted((one, other) => other.inA - one.inA);
  const [worstB] = activities.toSorted((one, other) => other.inB - one.inB);
  const difference = (one: (typeof activities)[number]) => Math.abs(one.inB - one.inA);
  const [changed] = activities.toSorted((one, other) => difference(other) - difference(one));
  if (worstA === undefined || worstB === undefined || changed === undefined) return [];
  const isChanged = difference(changed) > 0;
  const isSame = worstA === worstB;
  const worst = isSame
    ? readings.sameWorst(worstA.activity, worstA.inA, worstA.inB, isChanged && changed === worstA)
    : readings.otherWorst(worstA.activity, worstA.inA, worstB.activity, worstB.inB);
  return isChanged && !(isSame && changed === worstA)
    ? [worst, readings.differsMost(changed.activity, changed.inA, changed.inB)]
    : [worst];
}
