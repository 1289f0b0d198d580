import type { DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { heaviestTree, type Arc } from "./heaviest-tree.ts";

/** What a map shows whatever else there is room for; places are into the graph's `nodes` and `edges`. */
export interface MustShow {
  readonly activities: readonly number[];
  readonly edges: readonly number[];
}

/** Activities that a map gets at once, with the edges, starts and ends that connect them. */
export interface MapStep {
  readonly activities: readonly number[];
  readonly edges: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Activities beyond this are not considered, however they connect. */
const MAX_CANDIDATES = 400;

/**
 * Activities in the order in which a map gets them: first what must be shown, then the others, the most frequent by cases
 * first. Each step brings the heaviest way from the start to its activity and the heaviest on to the end, so that all of a
 * map lies between start and end, after whatever step one stops.
 */
export function* connectInOrder(graph: DirectlyFollowsGraph, mustShow: MustShow): Generator<MapStep> {
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

  const connected = new Set<number>();
  const step = (wanted: Iterable<number>, furtherEdges: readonly number[]): MapStep => {
    const activities: number[] = [];
    const edges = [...furtherEdges];
    const starts: number[] = [];
    const ends: number[] = [];
    const waiting = [...wanted];
    for (let activity = waiting.pop(); activity !== undefined; activity = waiting.pop()) {
      if (connected.has(activity)) continue;
      connected.add(activity);
      activities.push(activity);
      const [into, out] = [fromStart.get(activity), toEnd.get(activity)];
      if (into === undefined) starts.push(activity);
      if (out === undefined) ends.push(activity);
      for (const arc of [into, out]) {
        if (arc === undefined) continue;
        edges.push(arc.edge);
        waiting.push(arc.from);
      }
    }
    return { activities, edges, starts, ends };
  };
  if (required.size > 0 || mustShow.edges.length > 0) yield step(required, mustShow.edges);
  for (const activity of candidates) if (!connected.has(activity)) yield step([activity], []);
}

function byCases({ nodes }: DirectlyFollowsGraph): number[] {
  const size = (activity: number) => nodes[activity]?.caseCount ?? 0;
  return [...nodes.keys()].sort(
    (a, b) => size(b) - size(a) || (nodes[b]?.count ?? 0) - (nodes[a]?.count ?? 0) || a - b,
  );
}
