import { DomainError } from "@longhaul/domain";
import type { EventLog, RunOptions } from "@longhaul/event-log";
import { measureModelQuality, type ModelQuality } from "../conformance/measure-quality.ts";
import { discoverDirectlyFollowsGraph, type DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import type { PetriNet } from "../models/petri-net.ts";
import type { ProcessTree } from "../models/process-tree.ts";
import { treeNet } from "../models/tree-net.ts";
import { discoverVariants, type Variants } from "../graph/variants.ts";
import { mineAlpha } from "./alpha-miner.ts";
import { mineAlphaPlus } from "./alpha-plus-miner.ts";
import type { DependencyGraph, HeuristicsOptions } from "./dependency-graph.ts";
import type { DiscoveryAlgorithm } from "./discovery-algorithm.ts";
import { mineHeuristics } from "./heuristics-miner.ts";
import { mineInductive } from "./inductive/inductive-miner.ts";
import { variantTraces, type TraceLog } from "../graph/trace-log.ts";

const MAX_ACTIVITIES = 1_000;
const DEFAULT_NOISE_THRESHOLD = 0.2;

export interface DiscoverModelOptions extends Omit<HeuristicsOptions, "noiseThreshold"> {
  /** Default `inductive_miner_infrequent`: its models are sound, and readable in spite of rare behaviour. */
  readonly algorithm?: DiscoveryAlgorithm | undefined;
  /**
   * 0 to 1: how rare behaviour must be to be left out. Default 0.2 for `inductive_miner_infrequent`, 0.05 for
   * `heuristics_miner`; the others don't read it.
   */
  readonly noiseThreshold?: number | undefined;
  /** What is known of the log already. */
  readonly known?: { readonly graph: DirectlyFollowsGraph; readonly variants: Variants } | undefined;
}

export interface DiscoveredModel {
  readonly algorithm: DiscoveryAlgorithm;
  readonly petriNet: PetriNet;
  /** Process tree of the inductive miners. */
  readonly tree?: ProcessTree;
  /** True when an inductive miner stopped its search, because the log has too little structure. */
  readonly isSearchCutShort?: boolean;
  /** Graph of the heuristics miner. */
  readonly dependencyGraph?: DependencyGraph;
  readonly quality: ModelQuality;
}

/**
 * Discovers a process model and measures how good it is. Works on the variants of the log; stops within a fraction of a
 * second when aborted. Rejects with a DomainError (`unprocessable`) when the log has more than 1,000 activities or the
 * algorithm would answer with a net beyond use.
 */
export async function discoverModel(
  log: EventLog,
  options: DiscoverModelOptions = {},
  run: RunOptions = {},
): Promise<DiscoveredModel> {
  if (log.activities.length > MAX_ACTIVITIES) {
    throw new DomainError(
      "unprocessable",
      `A process model of ${log.activities.length} activities is beyond use: at most ${MAX_ACTIVITIES} are modelled. Choose a coarser activity column.`,
    );
  }
  const part = (from: number, to: number): RunOptions => ({
    signal: run.signal,
    onProgress: (fraction) => run.onProgress?.(from + fraction * (to - from)),
  });
  const graph = options.known?.graph ?? (await discoverDirectlyFollowsGraph(log, part(0, 0.05)));
  const variants = options.known?.variants ?? (await discoverVariants(log, part(0.05, 0.1)));
  const traces = variantTraces(log, variants);
  const mined = await mine(graph, traces, options, part(0.1, 0.6));
  const quality = await measureModelQuality(mined.petriNet, traces, log.activities, part(0.6, 1));
  run.onProgress?.(1);
  return { ...mined, quality };
}

async function mine(
  graph: DirectlyFollowsGraph,
  traces: TraceLog,
  options: DiscoverModelOptions,
  run: RunOptions,
): Promise<Omit<DiscoveredModel, "quality">> {
  const algorithm = options.algorithm ?? "inductive_miner_infrequent";
  const activities = graph.nodes.map(({ activity }) => activity);
  switch (algorithm) {
    case "alpha_miner":
      return { algorithm, petriNet: await mineAlpha(graph, run) };
    case "alpha_miner_enhanced":
      return { algorithm, petriNet: await mineAlphaPlus(traces, activities, run) };
    case "heuristics_miner":
      return { algorithm, ...(await mineHeuristics(graph, traces, options, run)) };
    case "inductive_miner":
    case "inductive_miner_infrequent": {
      const noise = algorithm === "inductive_miner" ? 0 : (options.noiseThreshold ?? DEFAULT_NOISE_THRESHOLD);
      const { tree, isSearchCutShort } = await mineInductive(traces, activities, noise, run);
      return { algorithm, tree, petriNet: treeNet(tree), ...(isSearchCutShort ? { isSearchCutShort } : {}) };
    }
  }
}
