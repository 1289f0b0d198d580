import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { spanText } from "@longhaul/domain";
import {
  discoverDirectlyFollowsGraph,
  discoverVariants,
  findBottlenecks,
  measureActivityPerformance,
  measureCaseDurations,
  measureProcessEfficiency,
  measureRework,
  measureTransitionTimes,
  pairLifecycle,
  rateComplexity,
  variantsHash,
  variantsToCover,
  type ActivityPerformance,
  type Bottlenecks,
  type DirectlyFollowsGraph,
  type EventLog,
  type RunOptions,
  type TransitionTimes,
  type Variants,
} from "@longhaul/process-mining";
import type { PhaseContext, PhaseOutput } from "../phase-context.ts";
import { planAnalysis } from "./analysis-plan.ts";
import { DISCOVERY_FILE, type Discovery } from "./discovery.ts";
import { openEventLog } from "./open-event-log.ts";
import type { AnalysisParameters } from "./parameters.ts";
import { discoverProcessModel } from "./process-model.ts";
import { presentVariants, summarizeVariants } from "./summarize-variants.ts";

const BOTTLENECKS_NAMED = 5;

/** Discovers the process: its model, who follows whom, variants, times, bottlenecks, complexity. */
export async function discoverProcess(ctx: PhaseContext<AnalysisParameters>): Promise<PhaseOutput> {
  const plan = planAnalysis(ctx.parameters);
  const steps = 10;
  let done = 0;
  let records = 0;
  const step = (currentActivity: string): RunOptions => {
    const base = done++ / steps;
    const tell = (fraction: number): void =>
      ctx.progress(base + fraction / steps, {
        currentActivity,
        processedRecords: records,
        totalRecords: ctx.dataset?.events ?? 0,
      });
    tell(0);
    return { signal: ctx.signal, onProgress: tell };
  };

  const log = await openEventLog(ctx, step("Reading events").onProgress, true);
  records = log.eventCount;
  const graph = await discoverDirectlyFollowsGraph(log, step("Discovering directly-follows graph"));
  const transitionTimes = await measureTransitionTimes(log, graph, step("Measuring transitions"));
  const variants = await discoverVariants(log, step("Discovering variants"));
  const durations = await measureCaseDurations(log, step("Measuring case durations"));
  const paired = await pairLifecycle(log, { signal: ctx.signal });
  // Frequencies are those of the events as recorded; time at work and waiting those of the pieces of work.
  const work = paired?.work ?? log;
  const activities = await measureActivityPerformance(work, step("Measuring activities"));
  const rework = await measureRework(log, step("Measuring rework"));
  const efficiency = plan.performance ? await measureProcessEfficiency(work, step("Measuring efficiency")) : null;
  const complexity = rateComplexity(graph, variants);
  const found = plan.bottlenecks
    ? await findLosses(
        work,
        activities,
        durations.fromStartSec,
        paired === null ? { graph, transitionTimes } : null,
        ctx.signal,
      )
    : undefined;
  const variantRun = step("Measuring variants");
  const variantSummaries = plan.variants
    ? await summarizeVariants(log, variants, durations.fromStartSec, variantRun)
    : undefined;

  const model = plan.model
    ? await discoverProcessModel(ctx, log, { graph, variants }, step("Discovering the process model"))
    : {};

  const discovery: Discovery = {
    events: log.eventCount,
    cases: log.caseCount,
    graph,
    transitionTimes,
    activities,
    variantCount: variants.variantCount,
    ...(variantSummaries === undefined
      ? {}
      : {
          variants: variantSummaries,
          variantsHash: variantsHash(log, variants),
          variantsFor80Percent: variantsToCover(variants, 0.8),
        }),
    caseDurations: durations.fromStart,
    eventsPerCase: durations.eventsPerCase,
    ...(found === undefined ? {} : { bottlenecks: found }),
    rework: { cases: rework.caseCount, selfLoops: rework.selfLoopCount },
    complexity,
    efficiency,
    ...(paired === null
      ? {}
      : {
          lifecycle: {
            pairs: paired.pairs,
            unpairedStarts: paired.unpairedStarts,
            unpairedCompletions: paired.unpairedCompletions,
          },
        }),
    ...timeRange(log),
  };
  const path = join(ctx.scratchDir, DISCOVERY_FILE);
  await writeFile(path, JSON.stringify(discovery));
  await ctx.keepFile(DISCOVERY_FILE, path);

  const bottleneckActivities = found?.activities.slice(0, BOTTLENECKS_NAMED).map((item) => item.activity);
  return {
    recordsProcessed: log.eventCount,
    results: {
      processModel: {
        activities: log.activities.length,
        transitions: graph.edges.length,
        variants: variants.variantCount,
        complexity: complexity.rating,
        ...model,
      },
      ...(plan.performance
        ? {
            performanceMetrics: {
              averageCycleTime: spanText(durations.fromStart.mean),
              medianCycleTime: spanText(durations.fromStart.median),
              ...(bottleneckActivities === undefined ? {} : { bottleneckActivities }),
              ...(efficiency === null ? {} : { efficiency: Number((100 * efficiency.flowEfficiency).toFixed(1)) }),
            },
          }
        : {}),
      ...presentVariants(discovery),
    },
    detail: {
      results: {
        activitiesDiscovered: log.activities.length,
        processVariants: variants.variantCount,
        uniquePaths: countUnique(variants),
      },
    },
    summary: { processVariants: variants.variantCount },
  };
}

/** Bottlenecks of the pieces of work; `known` holds the graph and times of the log itself, null where work differs from it. */
async function findLosses(
  work: EventLog,
  activities: readonly ActivityPerformance[],
  caseSeconds: Float64Array,
  known: { readonly graph: DirectlyFollowsGraph; readonly transitionTimes: readonly TransitionTimes[] } | null,
  signal: AbortSignal,
): Promise<Bottlenecks> {
  const graph = known?.graph ?? (await discoverDirectlyFollowsGraph(work, { signal }));
  const transitionTimes = known?.transitionTimes ?? (await measureTransitionTimes(work, graph, { signal }));
  return findBottlenecks(graph, activities, transitionTimes, caseSeconds);
}

/** Variants that exactly one case took. */
function countUnique(variants: Variants): number {
  return variants.counts.reduce((sum, count) => sum + (count === 1 ? 1 : 0), 0);
}

function timeRange(log: EventLog): { firstEvent: string; lastEvent: string } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < log.eventCount; row++) {
    const end = log.endMs[row] ?? 0;
    const start = log.startMs?.[row] ?? end;
    if (start < first) first = start;
    if (end < first) first = end;
    if (end > last) last = end;
  }
  return { firstEvent: new Date(first).toISOString(), lastEvent: new Date(last).toISOString() };
}
