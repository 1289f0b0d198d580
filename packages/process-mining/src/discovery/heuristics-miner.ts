import type { RunOptions } from "@longhaul/event-log";
import type { DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import type { PetriNet } from "../models/petri-net.ts";
import { discoverDependencyGraph, type DependencyGraph, type HeuristicsOptions } from "./dependency-graph.ts";
import { dependencyNet } from "./dependency-net.ts";
import { Pacer } from "@longhaul/domain";
import type { TraceLog } from "../graph/trace-log.ts";

/**
 * The heuristics miner: `discoverDependencyGraph`, then `dependencyNet`. Rejects with a DomainError (`unprocessable`) when
 * branches run in parallel in too many combinations.
 */
export async function mineHeuristics(
  graph: DirectlyFollowsGraph,
  log: TraceLog,
  options: HeuristicsOptions = {},
  run: RunOptions = {},
): Promise<{ dependencyGraph: DependencyGraph; petriNet: PetriNet }> {
  const dependencyGraph = await discoverDependencyGraph(graph, log, options, new Pacer(run));
  return { dependencyGraph, petriNet: dependencyNet(dependencyGraph) };
}
