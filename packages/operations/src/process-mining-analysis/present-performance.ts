import { spanText } from "@longhaul/domain";
import type { Discovery } from "./discovery.ts";

const NAMED = 5;

/** `performanceMetrics` of the phase's results; what can't be known of the log is left out. */
export function presentPerformance(
  discovery: Discovery,
  inWords: (seconds: number) => string,
): Record<string, unknown> {
  const { caseDurations, bottlenecks, efficiency, rework, workingTime } = discovery;
  return {
    averageCycleTime: spanText(caseDurations.mean),
    medianCycleTime: spanText(caseDurations.median),
    cycleTime95Percent: spanText(caseDurations.p95),
    ...(bottlenecks === undefined
      ? {}
      : {
          bottleneckActivities: bottlenecks.activities.slice(0, NAMED).map(({ activity }) => activity),
          bottlenecks: bottlenecks.activities.slice(0, NAMED).map((one) => ({
            activity: one.activity,
            timeLost: inWords(one.lostSec),
            shareOfCycleTime: share(one.shareOfCycleTime),
            averageWait: inWords(one.meanWaitSec),
            waits: one.waits,
          })),
        }),
    ...(efficiency === null ? {} : { efficiency: Number((100 * efficiency.flowEfficiency).toFixed(1)) }),
    casesWithRework: rework.cases,
    ...presentArrivals(discovery),
    ...presentResources(discovery),
    ...(workingTime === undefined
      ? {}
      : {
          workingTime: {
            averageCycleTime: inWords(workingTime.caseDurations.mean),
            medianCycleTime: inWords(workingTime.caseDurations.median),
          },
        }),
  };
}

function presentArrivals({ arrivals }: Discovery): Record<string, unknown> {
  if (arrivals === undefined || arrivals.casesPerDay === null) return {};
  const { casesPerDay, interArrivalSec, halves, meanOpenCases } = arrivals;
  return {
    arrivals: {
      casesPerDay: share(casesPerDay),
      ...(halves === null ? {} : { casesPerDayByHalf: halves.map(share) }),
      averageInterArrival: spanText(interArrivalSec.mean),
      medianInterArrival: spanText(interArrivalSec.median),
      interArrival95Percent: spanText(interArrivalSec.p95),
      ...(meanOpenCases === null ? {} : { averageOpenCases: share(meanOpenCases) }),
    },
  };
}

function presentResources({ resources, resourceCount, handover }: Discovery): Record<string, unknown> {
  if (resources === undefined) return {};
  return {
    resources: {
      count: resourceCount,
      busiest: resources.slice(0, NAMED).map(({ resource, events, share: part, work }) => ({
        resource,
        events,
        share: share(part),
        ...(work === null
          ? {}
          : {
              utilisation: share(work.utilisation),
              workAtOnce: share(work.meanConcurrent),
              mostWorkAtOnce: work.mostConcurrent,
            }),
      })),
      ...(handover === undefined
        ? {}
        : {
            handovers: handover.betweenDifferent,
            mostFrequentHandovers: handover.pairs.filter(({ from, to }) => from !== to).slice(0, NAMED),
          }),
    },
  };
}

function share(value: number): number {
  return Number(value.toFixed(4));
}
