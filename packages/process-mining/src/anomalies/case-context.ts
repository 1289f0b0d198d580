import type { EventLog, RunOptions } from "@longhaul/event-log";
import type { CaseDurations } from "../measures/case-durations.ts";
import { measureCaseDurations } from "../measures/case-durations.ts";
import { discoverDirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import type { DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { EdgeIndex } from "../graph/edge-index.ts";
import { findOpenCases } from "../log/open-cases.ts";
import { stagedRun } from "../numbers/staged-run.ts";
import { discoverVariants } from "../graph/variants.ts";
import type { Variants } from "../graph/variants.ts";
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
