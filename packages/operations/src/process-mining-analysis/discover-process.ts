import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { spanOfCase, type EventLog, type RunOptions } from "@longhaul/event-log";
import {
  discoverDirectlyFollowsGraph,
  discoverVariants,
  findCasesUnderWay,
  measureActivityPerformance,
  measureCaseDurations,
  measureRework,
  measureTransitionTimes,
  rateComplexity,
  variantsHash,
  variantsToCover,
  type Variants,
} from "@longhaul/process-mining";
import type { PhaseContext, PhaseOutput } from "../basics/phase-context.ts";
import { planAnalysis } from "./analysis-plan.ts";
import { checkCompliance } from "../compliance/check-compliance.ts";
import { chartCases } from "../findings/case-charts.ts";
import { DISCOVERY_FILE, type Discovery } from "../findings/discovery.ts";
import { keepCases } from "./keep-cases.ts";
import { measurePerformance } from "./measure-performance.ts";
import { openEventLog } from "./open-event-log.ts";
import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";
import { prepareWork } from "./prepare-work.ts";
import { presentPerformance } from "./present-performance.ts";
import { discoverProcessModel } from "../compliance/process-model.ts";
import { presentVariants, summarizeVariants, VARIANTS_ORDER } from "../findings/summarize-variants.ts";

/** Discovers the process: its model, who follows whom, variants, times, bottlenecks, complexity. */
export async function discoverProcess(ctx: PhaseContext<AnalysisParameters>): Promise<PhaseOutput> {
  const plan = planAnalysis(ctx.parameters);
  const steps = 13;
  let done = 0;
  let records = 0;
  const step = (currentActivity: string): RunOptions => {
    const base = done++ / steps;
    const report = (fraction: number): void =>
      ctx.progress(base + fraction / steps, {
        currentActivity,
        processedRecords: records,
        totalRecords: ctx.dataset?.events ?? 0,
      });
    report(0);
    return { signal: ctx.signal, onProgress: report };
  };

  const { log, lifecycle } = await openEventLog(ctx, step("Reading events").onProgress);
  records = log.eventCount;
  const { workingCalendar: calendar } = ctx.parameters;
  const isTimed = log.isTimed !== false;
  const { timed, inWords } = await prepareWork(
    log,
    isTimed ? calendar : undefined,
    step("Applying the working calendar"),
  );
  const graph = await discoverDirectlyFollowsGraph(log, step("Discovering directly-follows graph"));
  const transitionsRun = step("Measuring transitions");
  const transitionTimes = isTimed ? await measureTransitionTimes(timed, graph, transitionsRun) : [];
  const variants = await discoverVariants(log, step("Discovering variants"));
  const durations = await measureCaseDurations(log, step("Measuring case durations"));
  const activitiesRun = step("Measuring activities");
  const activities = isTimed ? await measureActivityPerformance(timed, activitiesRun) : [];
  const isOpen = isTimed ? await findCasesUnderWay(log, { signal: ctx.signal }) : new Uint8Array();
  const rework = await measureRework(log, step("Measuring rework"));
  const complexity = rateComplexity(graph, variants);
  const performanceRun = step("Measuring performance");
  const known = { graph, transitionTimes, activities, caseSeconds: durations.fromStartSec };
  const performance = plan.performance
    ? await measurePerformance({ dated: log, timed }, known, plan, calendar, performanceRun)
    : { efficiency: null, lists: {} };
  const variantRun = step("Measuring variants");
  const variantSummaries = plan.variants
    ? await summarizeVariants(log, variants, durations.fromStartSec, variantRun)
    : undefined;

  const casesRun = step("Listing cases");
  const figures = {
    variants,
    seconds: isTimed ? durations.fromStartSec : null,
    workingSeconds: timed === log ? null : (await measureCaseDurations(timed, { signal: ctx.signal })).fromStartSec,
  };
  await keepCases(ctx, log, figures, casesRun);

  const model = plan.model
    ? await discoverProcessModel(ctx, log, { graph, variants }, step("Discovering the process model"))
    : {};

  const { compliance, recommendations } = await checkCompliance(
    ctx,
    log,
    { variants, caseSeconds: durations.fromStartSec },
    step("Comparing with the reference model and the rules"),
  );

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
    ...(isTimed
      ? {
          caseDurations: durations.fromStart,
          casesUnderWay: isOpen.reduce((sum, one) => sum + one, 0),
          charts: chartCases(log, durations.fromStartSec, isOpen),
        }
      : {}),
    eventsPerCase: durations.eventsPerCase,
    rework: { cases: rework.caseCount, selfLoops: rework.selfLoopCount, beyondRule: rework.beyondRule },
    complexity,
    ...performance,
    lists: {
      ...performance.lists,
      ...(variantSummaries === undefined
        ? {}
        : {
            variants: {
              total: variants.variantCount,
              shown: variantSummaries.length,
              orderedBy: VARIANTS_ORDER,
            },
          }),
    },
    compliance,
    ...(lifecycle === null ? {} : { lifecycle }),
    ...(isTimed ? timeRange(log) : {}),
  };
  const path = join(ctx.scratchDir, DISCOVERY_FILE);
  await writeFile(path, JSON.stringify(discovery));
  await ctx.keepFile(DISCOVERY_FILE, path);

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
      ...(plan.performance ? { performanceMetrics: presentPerformance(discovery, inWords) } : {}),
      ...presentVariants(discovery),
      ...compliance,
    },
    detail: {
      results: {
        activitiesDiscovered: log.activities.length,
        processVariants: variants.variantCount,
        uniquePaths: countUnique(variants),
      },
    },
    summary: { processVariants: variants.variantCount },
    ...(recommendations.length === 0 ? {} : { recommendations }),
  };
}

/** Variants that exactly one case took. */
function countUnique(variants: Variants): number {
  return variants.counts.reduce((sum, count) => sum + (count === 1 ? 1 : 0), 0);
}

function timeRange(log: EventLog): { firstEvent: string; lastEvent: string } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let owner = 0; owner < log.caseCount; owner++) {
    const { firstMs, lastMs } = spanOfCase(log, owner);
    first = Math.min(first, firstMs);
    last = Math.max(last, lastMs);
  }
  return { firstEvent: new Date(first).toISOString(), lastEvent: new Date(last).toISOString() };
}
