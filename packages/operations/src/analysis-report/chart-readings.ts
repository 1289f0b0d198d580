import { knowsWork, type Discovery } from "../process-mining-analysis/discovery.ts";
import type { CaseTimeline } from "../process-mining-analysis/case-charts.ts";
import { change, count, duration, percent } from "./quantities.ts";

/** A mean so many times the median tells that few cases take very long. */
const FAR_ABOVE = 1.5;

/** What the histogram of case durations says. */
export function readDurations({ caseDurations }: Discovery): string[] {
  if (caseDurations === undefined) return [];
  const { median, p75, p95, mean, max } = caseDurations;
  if (!Number.isFinite(median)) return [];
  const isSkewed = median > 0 && mean > FAR_ABOVE * median;
  return [
    `Half of the cases end within ${duration(median).text}, three quarters within ${duration(p75).text}, 95 % within ${duration(p95).text}.`,
    isSkewed
      ? `The mean, ${duration(mean).text}, is ${Number((mean / median).toFixed(1)).toLocaleString("en")} times the median: a part of the cases takes far longer than usual.`
      : `The mean is ${duration(mean).text}.`,
    `The longest case took ${duration(max).text}.`,
  ];
}

/** What the timeline of cases says; every case of a log starts and ends in it. */
export function readTimeline(timeline: CaseTimeline, periodText: (start: string) => string): string[] {
  const { periods, started, ended, unit } = timeline;
  if (periods.length === 0) return [];
  const named = (at: number) =>
    `${unit === "week" || unit === "hour" ? `the ${unit} of ` : ""}${periodText(periods[at] ?? "")}`;
  const busiest = (counts: readonly number[], verb: string): string => {
    const most = Math.max(...counts);
    const at = counts.indexOf(most);
    return counts.lastIndexOf(most) === at
      ? `Most cases ${verb}ed in ${named(at)}: ${count(most).text}.`
      : `No ${unit} saw more than ${counted(most, "case")} ${verb}.`;
  };
  let open = 0;
  const opens = started.map((cases, at) => (open += cases - (ended[at] ?? 0)));
  const most = Math.max(...opens);
  return [
    busiest(started, "start"),
    busiest(ended, "end"),
    ...(most > 0
      ? [
          `At the end of ${unit === "hour" ? "an" : "a"} ${unit} at most ${counted(most, "case")} ${most === 1 ? "was" : "were"} open: first in ${named(opens.indexOf(most))}.`,
        ]
      : []),
  ];
}

/** What the chart of the activities that cases wait for says. */
export function readBottlenecks(discovery: Pick<Discovery, "bottlenecks" | "activities">): string[] {
  const activities = discovery.bottlenecks?.activities ?? [];
  const isWaiting = knowsWork(discovery);
  const [worst] = activities;
  if (worst === undefined) return [];
  const first = activities.slice(0, 3);
  const share = first.reduce((sum, one) => sum + one.shareOfCycleTime, 0);
  const { medianWaitSec } = worst;
  return [
    `${isWaiting ? `Before “${worst.activity}” cases wait the longest` : `Most time passes before “${worst.activity}” is completed`}: ${duration(worst.lostSec).text} in all, ${percent(worst.shareOfCycleTime).text} of all cycle time.`,
    ...(Number.isFinite(medianWaitSec)
      ? [
          `Half of the ${isWaiting ? "waits for it" : "times"} (${count(worst.waits).text}) end within ${duration(medianWaitSec).text}.`,
        ]
      : []),
    ...(activities.length > first.length
      ? [
          `${isWaiting ? "The waits for" : "The times before"} the first ${first.length} add up to ${percent(share).text} of all cycle time.`,
        ]
      : []),
  ];
}

/** What the chart of variants says. */
export function readVariants({ variants = [], variantCount, variantsFor80Percent }: Discovery): string[] {
  const [first] = variants;
  if (first === undefined) return [];
  const single = variants.filter(({ cases }) => cases === 1).length;
  return [
    first.medianDurationSec === undefined
      ? `The most frequent way covers ${percent(first.share).text} of the cases.`
      : `The most frequent way covers ${percent(first.share).text} of the cases; half of those end within ${duration(first.medianDurationSec).text}.`,
    ...(variantsFor80Percent === undefined || variantCount === 1
      ? []
      : [`${count(variantsFor80Percent).text} of ${counted(variantCount, "variant")} cover 80 % of the cases.`]),
    ...(variants.length === variantCount && single > 0
      ? [`${counted(single, "variant")} ${single === 1 ? "is" : "are"} taken by one case only.`]
      : []),
  ];
}

/** What the durations of two analyses say, side by side. */
export function readBothDurations(a: Discovery, b: Discovery): string[] {
  const names = { median: "The median", mean: "The mean" } as const;
  return (["median", "mean"] as const).flatMap((key) => {
    const [inA = Number.NaN, inB = Number.NaN] = [a.caseDurations?.[key], b.caseDurations?.[key]];
    if (!Number.isFinite(inA + inB)) return [];
    return [
      `${names[key]} is ${duration(inA).text} in A and ${duration(inB).text} in B (${change(inB - inA, duration).text}).`,
    ];
  });
}

/** What the shares of cycle time that pass waiting for activities say, in two analyses. */
export function readBothBottlenecks(
  activities: readonly { readonly activity: string; readonly inA: number; readonly inB: number }[],
): string[] {
  const [worstA] = activities.toSorted((one, other) => other.inA - one.inA);
  const [worstB] = activities.toSorted((one, other) => other.inB - one.inB);
  const difference = (one: (typeof activities)[number]) => Math.abs(one.inB - one.inA);
  const [changed] = activities.toSorted((one, other) => difference(other) - difference(one));
  if (worstA === undefined || worstB === undefined || changed === undefined) return [];
  const worst =
    worstA === worstB
      ? `In both most time is lost before “${worstA.activity}”: ${percent(worstA.inA).text} of cycle time in A, ${percent(worstA.inB).text} in B.`
      : `Most time is lost before “${worstA.activity}” in A (${percent(worstA.inA).text} of cycle time) and before “${worstB.activity}” in B (${percent(worstB.inB).text}).`;
  return difference(changed) === 0
    ? [worst]
    : [
        worst,
        `“${changed.activity}” differs the most: ${percent(changed.inA).text} in A, ${percent(changed.inB).text} in B.`,
      ];
}

function counted(value: number, noun: string): string {
  return `${count(value).text} ${noun}${value === 1 ? "" : "s"}`;
}
