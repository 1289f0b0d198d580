import type { CaseDurations } from "../case-durations.ts";
import { measureCaseDurations } from "../case-durations.ts";
import { discoverDirectlyFollowsGraph } from "../directly-follows-graph.ts";
import type { DirectlyFollowsGraph } from "../directly-follows-graph.ts";
import { EdgeIndex } from "../edge-index.ts";
import type { EventLog } from "../event-log.ts";
import { findOpenCases } from "../open-cases.ts";
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
  /** 1 = may still be running (`findOpenCases`): incomplete, not odd. */
  readonly mayBeOpen: Uint8Array;
}

export async function createCaseContext(
  log: EventLog,
  thresholds: AnomalyThresholds,
  run: RunOptions,
): Promise<CaseContext> {
  const next = stagedRun(run, 3);
  const graph = await discoverDirectlyFollowsGraph(log, next());
  const durations = await measureCaseDurations(log, next());
  const variants = await discoverVariants(log, next());
  const edges = new EdgeIndex(log.activities.length);
  for (const { from, to } of graph.edges) edges.add(from, to);
  const mayBeOpen = findOpenCases(log, 1000 * durations.fromStart.p95);
  const rareShare = Math.max(thresholds.rareShare, 1 / log.caseCount);
  return { log, graph, edges, durations, variants, thresholds, rareShare, mayBeOpen };
}
