import type { DfgEdge, DirectlyFollowsGraph } from "../directly-follows-graph.ts";
import { heaviestTree, type Arc } from "./heaviest-tree.ts";

/** How much a map shows. */
export interface MapLimits {
  /** Activities, the most frequent by cases first; a few more where one is only reached through others. Default 40. */
  readonly maxActivities?: number | undefined;
  /** Transitions, unless it takes more to connect all activities. Default 60, or 1.5 for each activity. */
  readonly maxTransitions?: number | undefined;
}

/** What a map shows; places are into the graph's `nodes` and `edges`. */
export interface MapContent {
  readonly activities: readonly number[];
  readonly edges: readonly number[];
  /** Activities to which an arrow from the start, or from which one to the end, is drawn. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Share of all directly-follows occurrences that are on the edges shown; 1 when there are none. */
  readonly flowShare: number;
}

/** What a map shows whatever else there is room for; places are into the graph's `nodes` and `edges`. */
export interface MustShow {
  readonly activities: readonly number[];
  readonly edges: readonly number[];
}

/** Activities beyond this are not considered, however they connect. */
const MAX_CANDIDATES = 400;

/**
 * Choose what to show of a graph. Every activity shown lies on a path from the start to the end: the heaviest tree
 * out of the start and the heaviest into the end are always kept, as is what must be shown; the remaining room goes to the
 * most frequent edges.
 */
export function selectMapContent(
  graph: DirectlyFollowsGraph,
  limits: MapLimits = {},
  mustShow: MustShow = { activities: [], edges: [] },
): MapContent {
  const required = new Set(mustShow.activities);
  for (const edge of mustShow.edges) {
    const { from, to } = graph.edges[edge] ?? { from: -1, to: -1 };
    required.add(from).add(to);
  }
  required.delete(-1);
  const candidates = [...new Set([...byCases(graph).slice(0, MAX_CANDIDATES), ...required])];
  const isCandidate = new Set(candidates);
  const arcs: Arc[] = graph.edges.flatMap(({ from, to, count }, edge) =>
    from !== to && isCandidate.has(from) && isCandidate.has(to) ? [{ from, to, weight: count, edge }] : [],
  );
  const roots = (key: "startCount" | "endCount") =>
    new Map(candidates.map((activity) => [activity, graph.nodes[activity]?.[key] ?? 0]));
  const fromStart = heaviestTree(candidates, roots("startCount"), arcs);
  const reversed = arcs.map(({ from, to, weight, edge }) => ({ from: to, to: from, weight, edge }));
  const toEnd = heaviestTree(candidates, roots("endCount"), reversed);

  const activities = new Set<number>();
  const edges = new Set<number>();
  const starts = new Set<number>();
  const ends = new Set<number>();
  const connect = (activity: number): void => {
    if (activities.has(activity)) return;
    activities.add(activity);
    const into = fromStart.get(activity);
    const out = toEnd.get(activity);
    if (into === undefined) starts.add(activity);
    if (out === undefined) ends.add(activity);
    for (const arc of [into, out]) {
      if (arc === undefined) continue;
      edges.add(arc.edge);
      connect(arc.from);
    }
  };
  for (const activity of required) connect(activity);
  for (const edge of mustShow.edges) edges.add(edge);
  for (const activity of candidates) {
    if (activities.size >= (limits.maxActivities ?? 40)) break;
    connect(activity);
  }

  const room = limits.maxTransitions ?? Math.max(60, Math.ceil(1.5 * activities.size));
  for (const [edge] of byCount(graph.edges)) {
    if (edges.size >= room) break;
    const { from, to } = graph.edges[edge] ?? { from: -1, to: -1 };
    if (activities.has(from) && activities.has(to)) edges.add(edge);
  }
  addFrequent(graph, activities, starts, "startCount");
  addFrequent(graph, activities, ends, "endCount");
  const flow = graph.edges.reduce((sum, { count }) => sum + count, 0);
  const shown = [...edges].reduce((sum, edge) => sum + (graph.edges[edge]?.count ?? 0), 0);
  const ascending = (numbers: Set<number>) => [...numbers].sort((a, b) => a - b);
  return {
    activities: ascending(activities),
    edges: ascending(edges),
    starts: ascending(starts).filter((activity) => (graph.nodes[activity]?.startCount ?? 0) > 0),
    ends: ascending(ends).filter((activity) => (graph.nodes[activity]?.endCount ?? 0) > 0),
    flowShare: flow === 0 ? 1 : shown / flow,
  };
}

function byCases({ nodes }: DirectlyFollowsGraph): number[] {
  const size = (activity: number) => nodes[activity]?.caseCount ?? 0;
  return [...nodes.keys()].sort(
    (a, b) => size(b) - size(a) || (nodes[b]?.count ?? 0) - (nodes[a]?.count ?? 0) || a - b,
  );
}

function byCount(edges: readonly DfgEdge[]): [number, DfgEdge][] {
  return [...edges.entries()].sort(([a, one], [b, other]) => other.count - one.count || a - b);
}

/** Starts or ends that hold at least one case in fifty. */
function addFrequent(
  graph: DirectlyFollowsGraph,
  shown: ReadonlySet<number>,
  into: Set<number>,
  key: "startCount" | "endCount",
): void {
  for (const activity of shown) {
    if ((graph.nodes[activity]?.[key] ?? 0) >= graph.caseCount / 50) into.add(activity);
  }
}
