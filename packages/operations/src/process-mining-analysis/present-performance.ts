import { spanText } from "@longhaul/domain";
import type { Bottlenecks, DriftChange } from "@longhaul/process-mining";
import { cutList, withCuts, type CutList } from "../basics/cut-list.ts";
import type { Discovery } from "../findings/discovery.ts";

const NAMED = 5;

/** `performanceMetrics` of the phase's results; what can't be known of the log is left out. */
export function presentPerformance(
  discovery: Discovery,
  inWords: (seconds: number) => string,
): Record<string, unknown> {
  const { caseDurations, bottlenecks, efficiency, rework, workingTime } = discovery;
  return {
    ...(caseDurations === undefined
      ? {}
      : {
          averageCycleTime: spanText(caseDurations.mean),
          medianCycleTime: spanText(caseDurations.median),
          cycleTime95Percent: spanText(caseDurations.p95),
        }),
    ...(bottlenecks === undefined
      ? {}
      : {
          bottleneckActivities: bottlenecks.activities.slice(0, NAMED).map(({ activity }) => activity),
          ...withCuts({ bottlenecks: listBottlenecks(bottlenecks, inWords) }),
        }),
    ...(efficiency === null ? {} : { efficiency: Number((100 * efficiency.flowEfficiency).toFixed(1)) }),
    casesWithRework: rework.cases,
    ...presentArrivals(discovery),
    ...presentDrift(discovery, inWords),
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

function listBottlenecks({ activities }: Bottlenecks, inWords: (seconds: number) => string): CutList<unknown> {
  const listed = activities.map((one) => ({
    activity: one.activity,
    timeLost: inWords(one.lostSec),
    shareOfCycleTime: share(one.shareOfCycleTime),
    averageWait: inWords(one.meanWaitSec),
    waits: one.waits,
  }));
  return cutList(listed, NAMED, "timeLost, most first");
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

function presentDrift({ drift }: Discovery, inWords: (seconds: number) => string): Record<string, unknown> {
  if (drift === undefined) return {};
  const { duration, steps, casesCompared, tests } = drift;
  const change = ({ changedAtMs, casesBefore, casesAfter, pValue }: DriftChange): Record<string, unknown> => ({
    changedAt: new Date(changedAtMs).toISOString(),
    casesBefore,
    casesAfter,
    pValue: Number(pValue.toPrecision(2)),
  });
  return {
    drift: {
      casesCompared,
      figuresTested: tests,
      ...(duration === null
        ? {}
        : {
            cycleTime: {
              medianBefore: inWords(duration.before),
              medianAfter: inWords(duration.after),
              ...change(duration),
            },
          }),
      steps: steps.map((step) => ({
        from: step.from,
        to: step.to,
        shareOfCasesBefore: share(step.before),
        shareOfCasesAfter: share(step.after),
        ...change(step),
      })),
    },
  };
}

function presentResources({ resources, resourceCount, handover }: Discovery): Record<string, unknown> {
  if (resources === undefined) return {};
  const listed = resources.slice(0, NAMED).map(({ resource, events, share: part, work }) => ({
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
  }));
  const busiest = cutList(listed, NAMED, "events, most first", resourceCount);
  if (handover === undefined) return { resources: { count: resourceCount, ...withCuts({ busiest }) } };
  const pairs = handover.pairs.filter(({ from, to }) => from !== to);
  const mostFrequentHandovers = cutList(pairs, NAMED, "count, most first", handover.differentPairs);
  return {
    resources: {
      count: resourceCount,
      handovers: handover.betweenDifferent,
      ...withCuts({ busiest, mostFrequentHandovers }),
    },
  };
}

function share(value: number): number {
  return Number(value.toFixed(4));
}
