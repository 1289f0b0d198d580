import { NodeSets } from "./node-sets.ts";
import { hasEdge, type SublogGraph } from "./sublog-graph.ts";

/**
 * The body of a loop, first, and the groups of nodes that lead back from its end to its start. Start and end activities
 * are of the body. So is every component of the rest that is entered from a start or left to an end that isn't both,
 * that leads to some but not all starts, or is entered from some but not all ends.
 * Source: Leemans, Robust Process Mining with Guarantees (2017), page 190.
 */
export function loopCut(graph: SublogGraph): number[][] {
  const size = graph.activities.length;
  const nodes = Array.from({ length: size }, (_, node) => node);
  const starts = nodes.filter((node) => (graph.starts[node] ?? 0) > 0);
  const ends = nodes.filter((node) => (graph.ends[node] ?? 0) > 0);
  const [isStart, isEnd] = [new Set(starts), new Set(ends)];
  const onlyStarts = starts.filter((node) => !isEnd.has(node));
  const onlyEnds = ends.filter((node) => !isStart.has(node));
  const border = new Set([...starts, ...ends]);
  const inner = nodes.filter((node) => !border.has(node));
  const sets = new NodeSets(size);
  const [body = 0] = border;
  for (const node of border) sets.unite(body, node);
  for (const a of inner) for (const b of inner) if (hasEdge(graph, a, b)) sets.unite(a, b);
  for (const node of inner) {
    const isEntered = onlyStarts.some((start) => hasEdge(graph, start, node));
    const isLeft = onlyEnds.some((end) => hasEdge(graph, node, end));
    if (isEntered || isLeft) sets.unite(body, node);
  }
  const isIncomplete = (node: number, others: readonly number[], joins: (other: number) => boolean): boolean =>
    others.some(joins) && !others.every(joins) && sets.find(node) !== sets.find(body);
  for (const node of inner) {
    const leadsTo = isIncomplete(node, starts, (start) => hasEdge(graph, node, start));
    const comesFrom = isIncomplete(node, ends, (end) => hasEdge(graph, end, node));
    if (leadsTo || comesFrom) sets.unite(body, node);
  }
  const root = sets.find(body);
  const groups = sets.groups();
  return [
    ...groups.filter(([node = 0]) => sets.find(node) === root),
    ...groups.filter(([node = 0]) => sets.find(node) !== root),
  ];
}
