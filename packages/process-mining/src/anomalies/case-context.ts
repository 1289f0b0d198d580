import { caseChunks } from "../case-chunks.ts";
import type { CaseDurations } from "../case-durations.ts";
import { measureCaseDurations } from "../case-durations.ts";
import { discoverDirectlyFollowsGraph } from "../directly-follows-graph.ts";
import type { DirectlyFollowsGraph } from "../directly-follows-graph.ts";
import { EdgeIndex } from "../edge-index.ts";
import type { EventLog } from "../event-log.ts";
import type { RunOptions } from "../run-options.ts";
import { stagedRun } from "../staged-run.ts";
import { discoverVariants } from "../variants.ts";
import type { Variants } from "../variants.ts";
import type { AnomalyThresholds } from "./anomaly-options.ts";

/** What the detectors compare a case with. */
export interface CaseContext {
  readonly log: EventLog;
  readonly graph: DirectlyFollowsGraph;
  /** Numbers the edges of the graph, in their order. */
  readonly edges: EdgeIndex;
  readonly durations: CaseDurations;
  readonly variants: Variants;
  readonly thresholds: AnomalyThresholds;
  /** `rareShare`, or the share of one case where that is more. */
  readonly rareShare: number;
  /** 1 = may still be running: ended late in the log, and not with a usual last activity. Incomplete, not odd. */
  readonly mayBeOpen: Uint8Array;
}

const usualEndShare = 0.05;

export async function createCaseContext(
  log: EventLog,
  thresholds: AnomalyThresholds,
  run: RunOptions,
): Promise<CaseContext> {
  const next = stagedRun(run, 4);
  const graph = await discoverDirectlyFollowsGraph(log, next());
  const durations = await measureCaseDurations(log, next());
  const variants = await discoverVariants(log, next());
  const edges = new EdgeIndex(log.activities.length);
  for (const { from, to } of graph.edges) edges.add(from, to);
  let logEndMs = Number.NEGATIVE_INFINITY;
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    const end = log.caseOffsets[endCase] ?? 0;
    for (let row = log.caseOffsets[firstCase] ?? 0; row < end; row++)
      logEndMs = Math.max(logEndMs, log.endMs[row] ?? 0);
  }
  const usuallyWithinMs = 1000 * durations.fromStart.p95;
  const mayBeOpen = new Uint8Array(log.caseCount);
  for (let owner = 0; owner < log.caseCount; owner++) {
    const last = (log.caseOffsets[owner + 1] ?? 1) - 1;
    const isUsualEnd = (graph.nodes[log.activity[last] ?? 0]?.endCount ?? 0) >= usualEndShare * log.caseCount;
    mayBeOpen[owner] = !isUsualEnd && (log.endMs[last] ?? 0) > logEndMs - usuallyWithinMs ? 1 : 0;
  }
  const rareShare = Math.max(thresholds.rareShare, 1 / log.caseCount);
  return { log, graph, edges, durations, variants, thresholds, rareShare, mayBeOpen };
}
