import type { DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { EdgeIndex } from "../graph/edge-index.ts";
import type { Pacer } from "@longhaul/domain";
import type { TraceLog } from "../graph/trace-log.ts";

/** Thresholds of the heuristics miner, all 0 to 1 but for the counts. */
export interface HeuristicsOptions {
  /** Least dependency of an edge. Default 0.5. */
  readonly dependencyThreshold?: number | undefined;
  /** Least AND measure of two branches that count as parallel. Default 0.65. */
  readonly andThreshold?: number | undefined;
  /** Least dependency of a loop of length two. Default 0.5. */
  readonly loopLengthTwoThreshold?: number | undefined;
  /** Edges less frequent than this share of the most frequent edge at both their ends are dropped. Default 0.05. */
  readonly noiseThreshold?: number | undefined;
  /** Least occurrences of an activity. Default 1. */
  readonly minActivityCount?: number | undefined;
  /** Least occurrences of an edge. Default 1. */
  readonly minEdgeCount?: number | undefined;
}

/** An edge of a dependency graph, as activity numbers. */
export interface DependencyEdge {
  readonly from: number;
  readonly to: number;
  /** −1 to 1: how sure it is that `to` depends on `from`. */
  readonly dependency: number;
  /** How often `to` directly follows `from`; 0 for the rare half of a loop of length two. */
  readonly count: number;
}

/** Which activities depend on which, and which branches run in parallel. */
export interface DependencyGraph {
  readonly activities: readonly string[];
  /** By `from`, then `to`. */
  readonly edges: readonly DependencyEdge[];
  /** Activities that cases start with. */
  readonly starts: readonly number[];
  /** Activities that cases end with. */
  readonly ends: readonly number[];
  /** Per activity, pairs of its successors that follow it in parallel. */
  readonly parallelOutputs: readonly (readonly (readonly [number, number])[])[];
  /** Per activity, pairs of its predecessors that both come before it. */
  readonly parallelInputs: readonly (readonly (readonly [number, number])[])[];
}

/**
 * The dependency graph of the heuristics miner. With |a > b| = how often b directly follows a:
 * - a ⇒ b = (|a > b| − |b > a|) ÷ (|a > b| + |b > a| + 1), a ⇒ a = |a > a| ÷ (|a > a| + 1).
 * - a ⇒₂ b = (|aba| + |bab|) ÷ (|aba| + |bab| + 1), a ≠ b: where neither a ⇒ b nor b ⇒ a reaches its threshold, such a
 *   loop adds both edges.
 * - a ⇒ b ∧ c = (|b > c| + |c > b|) ÷ (|a > b| + |a > c| + 1): b and c are parallel behind a. Likewise before.
 *
 * Source: Weijters, van der Aalst and Alves de Medeiros, Process Mining with the HeuristicsMiner Algorithm (2006).
 * Thresholds, the noise filter and the sums of the AND measure before an activity are PM4Py's.
 */
export async function discoverDependencyGraph(
  graph: DirectlyFollowsGraph,
  log: TraceLog,
  options: HeuristicsOptions,
  pacer: Pacer,
): Promise<DependencyGraph> {
  const { nodes } = graph;
  const follows = frequentEdges(graph, options.noiseThreshold ?? 0.05);
  const minActivityCount = options.minActivityCount ?? 1;
  const minEdgeCount = options.minEdgeCount ?? 1;
  const dependencyThreshold = options.dependencyThreshold ?? 0.5;
  const isCounted = (a: number, b: number) =>
    follows.of(a, b) >= minEdgeCount &&
    (nodes[a]?.count ?? 0) >= minActivityCount &&
    (nodes[b]?.count ?? 0) >= minActivityCount;
  const isDependent = (a: number, b: number) =>
    follows.of(a, b) > 0 && dependency(follows, a, b) >= dependencyThreshold;
  const edgeOf = (from: number, to: number): DependencyEdge => ({
    from,
    to,
    dependency: dependency(follows, from, to),
    count: follows.of(from, to),
  });

  const edges = graph.edges
    .filter(({ from, to }) => isCounted(from, to) && isDependent(from, to))
    .map(({ from, to }) => edgeOf(from, to));
  const andThreshold = options.andThreshold ?? 0.65;
  const parallelOutputs = parallelPairs(nodes.length, edges, "to", andThreshold, follows);
  const parallelInputs = parallelPairs(nodes.length, edges, "from", andThreshold, follows);

  const connected = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const returns = await countReturns(log, nodes.length, pacer);
  const loops = new EdgeIndex(nodes.length);
  for (const [edge, a] of returns.index.from.entries()) {
    const b = returns.index.to[edge] ?? 0;
    const both = returns.of(a, b) + returns.of(b, a);
    if (both / (both + 1) < (options.loopLengthTwoThreshold ?? 0.5) || !connected.has(a) || !isCounted(a, b)) continue;
    if (isDependent(a, b) || isDependent(b, a)) continue;
    loops.add(a, b);
    loops.add(b, a);
  }
  const loopEdges = loops.from.map((from, loop) => edgeOf(from, loops.to[loop] ?? 0));
  return {
    activities: nodes.map(({ activity }) => activity),
    edges: [...edges, ...loopEdges].toSorted((x, y) => x.from - y.from || x.to - y.to),
    starts: nodes.flatMap(({ startCount }, activity) => (startCount > 0 ? [activity] : [])),
    ends: nodes.flatMap(({ endCount }, activity) => (endCount > 0 ? [activity] : [])),
    parallelOutputs,
    parallelInputs,
  };
}

/** Counts by pair of activities. */
class PairCounts {
  readonly index: EdgeIndex;
  readonly #counts: number[] = [];

  constructor(activityCount: number) {
    this.index = new EdgeIndex(activityCount);
  }

  add(a: number, b: number, count: number): void {
    const pair = this.index.add(a, b);
    this.#counts[pair] = (this.#counts[pair] ?? 0) + count;
  }

  of(a: number, b: number): number {
    return this.#counts[this.index.find(a, b)] ?? 0;
  }
}

function frequentEdges(graph: DirectlyFollowsGraph, noiseThreshold: number): PairCounts {
  const largest = new Float64Array(graph.nodes.length);
  for (const { from, to, count } of graph.edges) {
    largest[from] = Math.max(largest[from] ?? 0, count);
    largest[to] = Math.max(largest[to] ?? 0, count);
  }
  const kept = new PairCounts(graph.nodes.length);
  for (const { from, to, count } of graph.edges) {
    const least = noiseThreshold * Math.min(largest[from] ?? 0, largest[to] ?? 0);
    if (count >= least) kept.add(from, to, count);
  }
  return kept;
}

function dependency(follows: PairCounts, a: number, b: number): number {
  const there = follows.of(a, b);
  if (a === b) return there / (there + 1);
  const back = follows.of(b, a);
  return (there - back) / (there + back + 1);
}

/** How often "aba" occurs, by (a, b), a ≠ b. */
async function countReturns(log: TraceLog, activityCount: number, pacer: Pacer): Promise<PairCounts> {
  const returns = new PairCounts(activityCount);
  for (const [number, trace] of log.traces.entries()) {
    for (let at = 2; at < trace.length; at++) {
      const first = trace[at - 2] ?? 0;
      const middle = trace[at - 1] ?? 0;
      if (first === trace[at] && first !== middle) returns.add(first, middle, log.counts[number] ?? 0);
    }
    if (pacer.due) await pacer.pause();
  }
  return returns;
}

function parallelPairs(
  activityCount: number,
  edges: readonly DependencyEdge[],
  side: "from" | "to",
  threshold: number,
  follows: PairCounts,
): [number, number][][] {
  const neighbours: number[][] = Array.from({ length: activityCount }, () => []);
  for (const edge of edges) neighbours[side === "to" ? edge.from : edge.to]?.push(edge[side]);
  return neighbours.map((others, activity) => {
    const pairs: [number, number][] = [];
    const shared = (other: number) => (side === "to" ? follows.of(activity, other) : follows.of(other, activity));
    for (const [at, b] of others.entries()) {
      for (const c of others.slice(at + 1)) {
        const measure = (follows.of(b, c) + follows.of(c, b)) / (shared(b) + shared(c) + 1);
        if (measure >= threshold) pairs.push([b, c]);
      }
    }
    return pairs;
  });
}
