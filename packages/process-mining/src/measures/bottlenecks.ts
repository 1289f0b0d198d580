import type { ActivityPerformance } from "./activity-performance.ts";
import type { DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import type { TransitionTimes } from "./transition-times.ts";

export interface ActivityBottleneck {
  readonly activity: string;
  /** Seconds that cases waited for the activity, over all cases. */
  readonly lostSec: number;
  /** `lostSec` as a share of all cases' cycle times together. */
  readonly shareOfCycleTime: number;
  readonly waits: number;
  readonly meanWaitSec: number;
  readonly medianWaitSec: number;
}

export interface TransitionBottleneck {
  readonly from: string;
  readonly to: string;
  readonly lostSec: number;
  readonly shareOfCycleTime: number;
  readonly waits: number;
  readonly meanWaitSec: number;
  readonly medianWaitSec: number;
}

export interface Bottlenecks {
  /** Most time lost first; ties by name. Activities and transitions without any loss are left out. */
  readonly activities: readonly ActivityBottleneck[];
  readonly transitions: readonly TransitionBottleneck[];
}

/**
 * Where cases lose their time: the waiting (`measureWaits`) before an activity, or on a transition, summed over all
 * cases, so that a rare long wait and a frequent short one are weighed by what they cost. Waits of a case never
 * overlap, so the shares add up to 1 at most. Without start times waiting can't be distinguished from work, and the figures hold both.
 * Source: waste analysis in Dumas et al., Fundamentals of Business Process Management (2nd edition 2018), chapter 6.
 *
 * `cycleTimesSec` holds the cycle time of each case, from its start.
 */
export function findBottlenecks(
  graph: DirectlyFollowsGraph,
  performance: readonly ActivityPerformance[],
  transitionTimes: readonly TransitionTimes[],
  cycleTimesSec: Float64Array,
): Bottlenecks {
  let cycleSec = 0;
  for (const seconds of cycleTimesSec) cycleSec += seconds;
  const loss = (lostSec: number) => ({ lostSec, shareOfCycleTime: cycleSec > 0 ? lostSec / cycleSec : 0 });
  const activities = performance.map(({ activity, waiting }) => ({
    activity,
    ...loss(waiting.totalSec),
    waits: waiting.count,
    meanWaitSec: waiting.meanSec,
    medianWaitSec: waiting.medianSec,
  }));
  const transitions = graph.edges.map(({ from, to }, edge) => {
    const times = transitionTimes[edge]?.waiting;
    return {
      from: graph.nodes[from]?.activity ?? "",
      to: graph.nodes[to]?.activity ?? "",
      ...loss(times?.totalSec ?? 0),
      waits: times?.count ?? 0,
      meanWaitSec: times?.meanSec ?? Number.NaN,
      medianWaitSec: times?.medianSec ?? Number.NaN,
    };
  });
  return {
    activities: activities
      .filter(({ lostSec }) => lostSec > 0)
      .toSorted((a, b) => b.lostSec - a.lostSec || compareText(a.activity, b.activity)),
    transitions: transitions
      .filter(({ lostSec }) => lostSec > 0)
      .toSorted((a, b) => b.lostSec - a.lostSec || compareText(a.from, b.from) || compareText(a.to, b.to)),
  };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
