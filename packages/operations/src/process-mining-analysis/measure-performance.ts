import {
  discoverDirectlyFollowsGraph,
  findBottlenecks,
  measureArrivals,
  measureCaseDurations,
  measureProcessEfficiency,
  measureResourceHandover,
  measureResourceLoad,
  measureTransitionTimes,
  type ActivityPerformance,
  type DirectlyFollowsGraph,
  type RunOptions,
  type TransitionTimes,
} from "@longhaul/process-mining";
import type { AnalysisPlan } from "./analysis-plan.ts";
import type { CalendarParameter } from "./calendar-parameter.ts";
import type { PerformanceFigures, WorkTransition } from "./discovery.ts";
import type { PreparedWork } from "./prepare-work.ts";

const RESOURCES_KEPT = 1000;
const HANDOVERS_KEPT = 1000;

/** What is known of the log before: the graph of its events, times on it, and by activity. */
interface Known {
  readonly graph: DirectlyFollowsGraph;
  readonly transitionTimes: readonly TransitionTimes[];
  readonly activities: readonly ActivityPerformance[];
  /** Cycle time of each case, from its start. */
  readonly caseSeconds: Float64Array;
}

/**
 * Measures performance on the pieces of work: arrivals and handovers by their dates, everything else on the times of
 * `prepared`, which are in working time where there is a calendar.
 */
export async function measurePerformance(
  prepared: PreparedWork,
  known: Known,
  plan: AnalysisPlan,
  calendar: CalendarParameter | undefined,
  run: RunOptions,
): Promise<PerformanceFigures> {
  const { timed, work, dated } = prepared;
  const part = (from: number, to: number): RunOptions => ({
    signal: run.signal,
    onProgress: (fraction) => run.onProgress?.(from + (to - from) * fraction),
  });
  const efficiency = await measureProcessEfficiency(work, part(0, 0.1));
  const arrivals = await measureArrivals(dated, part(0.1, 0.2));
  const resources = await measureResourceLoad(work, part(0.2, 0.5));
  const handover = await measureResourceHandover(dated, part(0.5, 0.6));
  const worked = calendar === undefined ? undefined : await measureCaseDurations(work, part(0.6, 0.7));
  // Pieces of work follow each other in another way than events do, where these are starts and completions.
  const isPaired = work !== timed;
  const graph = isPaired ? await discoverDirectlyFollowsGraph(work, part(0.7, 0.8)) : known.graph;
  const times = isPaired ? await measureTransitionTimes(work, graph, part(0.8, 0.99)) : known.transitionTimes;
  run.onProgress?.(1);
  const caseSeconds = worked?.fromStartSec ?? known.caseSeconds;
  return {
    efficiency,
    ...(arrivals === null ? {} : { arrivals }),
    ...(resources === null ? {} : { resourceCount: resources.length, resources: resources.slice(0, RESOURCES_KEPT) }),
    ...(handover === null ? {} : { handover: { ...handover, pairs: handover.pairs.slice(0, HANDOVERS_KEPT) } }),
    ...(isPaired ? { workTransitions: describeTransitions(graph, times) } : {}),
    ...(worked === undefined || calendar === undefined
      ? {}
      : { workingTime: { calendar, caseDurations: worked.fromStart } }),
    ...(plan.bottlenecks ? { bottlenecks: findBottlenecks(graph, known.activities, times, caseSeconds) } : {}),
  };
}

function describeTransitions(graph: DirectlyFollowsGraph, times: readonly TransitionTimes[]): WorkTransition[] {
  return graph.edges.flatMap(({ from, to, count }, edge) => {
    const measured = times[edge];
    if (measured === undefined) return [];
    const names = { from: graph.nodes[from]?.activity ?? "", to: graph.nodes[to]?.activity ?? "" };
    return [{ ...names, count, waiting: measured.waiting, service: measured.service }];
  });
}
