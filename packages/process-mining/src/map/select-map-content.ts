import type { DfgEdge, DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { connectInOrder, type MustShow } from "./connect-in-order.ts";

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
  const activities = new Set<number>();
  const edges = new Set<number>();
  const starts = new Set<number>();
  const ends = new Set<number>();
  for (const step of connectInOrder(graph, mustShow)) {
    for (const activity of step.activities) activities.add(activity);
    for (const edge of step.edges) edges.add(edge);
    for (const activity of step.starts) starts.add(activity);
    for (const activity of step.ends) ends.add(activity);
    if (activities.size >= (limits.maxActivities ?? 40)) break;
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
