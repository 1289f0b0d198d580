import type { DfgEdge, DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { connectInOrder, type MustShow } from "./connect-in-order.ts";

/** Limits of a map's size. */
export interface MapLimits {
  /** Limit of activities, most cases first. The map shows a few more when one is reached only through others. Default 40. */
  readonly maxActivities?: number | undefined;
  /** Limit of transitions, unless more are needed to connect all activities. Default 60, or 1.5 per activity if that is more. */
  readonly maxTransitions?: number | undefined;
}

/** Content of a map: indexes into the graph's `nodes` and `edges`. */
export interface MapContent {
  readonly activities: readonly number[];
  readonly edges: readonly number[];
  /** `starts`: activities with an arrow from the start. `ends`: activities with an arrow to the end. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Share of all directly-follows occurrences that the shown edges cover; 1 when the log has none. */
  readonly flowShare: number;
}

/**
 * Selects what a map shows. Every shown activity lies on a path from the start to the end: the heaviest tree from the start and
 * the heaviest tree to the end are always kept, and so is `mustShow`. The most frequent edges fill the remaining room.
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

/** Adds the activities that start (or end) at least 2 % of the cases. */
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
