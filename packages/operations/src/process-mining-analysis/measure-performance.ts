import type { EventLog, RunOptions } from "@longhaul/event-log";
import {
  detectDrift,
  findBottlenecks,
  findTerms,
  measureArrivals,
  measureCaseDurations,
  measureProcessEfficiency,
  measureResourceHandover,
  measureResourceLoad,
  type ActivityPerformance,
  type DirectlyFollowsGraph,
  type FoundTerm,
  type Term,
  type TransitionTimes,
} from "@longhaul/process-mining";
import { cutList } from "../basics/cut-list.ts";
import type { AnalysisPlan } from "./analysis-plan.ts";
import type { CalendarParameter } from "../analysis-parameters/calendar-parameter.ts";
import type { PerformanceFigures } from "../findings/discovery.ts";

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
 * Measures performance: arrivals and handovers by their dates, everything else on `timed`, which is in working time
 * where there is a calendar. Of a log without times only what resources do is known.
 */
export async function measurePerformance(
  log: { readonly dated: EventLog; readonly timed: EventLog },
  known: Known,
  plan: AnalysisPlan,
  calendar: CalendarParameter | undefined,
  run: RunOptions,
): Promise<PerformanceFigures> {
  const { timed, dated } = log;
  const part = (from: number, to: number): RunOptions => ({
    signal: run.signal,
    onProgress: (fraction) => run.onProgress?.(from + (to - from) * fraction),
  });
  const isTimed = dated.isTimed !== false;
  const efficiency = isTimed ? await measureProcessEfficiency(timed, part(0, 0.2)) : null;
  const arrivals = isTimed ? await measureArrivals(dated, part(0.2, 0.3)) : null;
  const resources = await measureResourceLoad(timed, part(0.3, 0.7));
  const handover = await measureResourceHandover(dated, part(0.7, 0.8));
  const worked = calendar === undefined || !isTimed ? undefined : await measureCaseDurations(timed, part(0.8, 0.9));
  const caseSeconds = worked?.fromStartSec ?? known.caseSeconds;
  const drift = isTimed ? await detectDrift(dated, caseSeconds, part(0.9, 0.99)) : null;
  const terms = isTimed ? await findTerms(dated, { signal: run.signal }) : null;
  run.onProgress?.(1);
  const busiest = resources === null ? null : cutList(resources, RESOURCES_KEPT, "events, most first");
  const pairs = handover === null ? null : cutList(handover.pairs, HANDOVERS_KEPT, "count, most first");
  return {
    efficiency,
    ...(arrivals === null ? {} : { arrivals }),
    ...(drift === null ? {} : { drift }),
    ...(terms === null ? {} : { terms: terms.map(withoutRows) }),
    ...(busiest === null ? {} : { resourceCount: busiest.cut.total, resources: busiest.items }),
    ...(handover === null || pairs === null ? {} : { handover: { ...handover, pairs: pairs.items } }),
    lists: {
      ...(busiest === null ? {} : { resources: busiest.cut }),
      ...(pairs === null ? {} : { "handover.pairs": pairs.cut }),
    },
    ...(worked === undefined || calendar === undefined
      ? {}
      : { workingTime: { calendar, caseDurations: worked.fromStart } }),
    ...(plan.bottlenecks && isTimed
      ? { bottlenecks: findBottlenecks(known.graph, known.activities, known.transitionTimes, caseSeconds) }
      : {}),
  };
}

/** The term as it is kept; its events and cases are too many. */
function withoutRows(found: FoundTerm): Term {
  const { rows: _, endedCases: __, ...term } = found;
  return term;
}
