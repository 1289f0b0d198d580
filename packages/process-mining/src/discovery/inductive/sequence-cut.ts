import { NodeSets } from "./node-sets.ts";
import { Reachability } from "./reachability.ts";
import { hasEdge, type SublogGraph } from "./sublog-graph.ts";

/**
 * Groups in an order such that nodes reach only those of later groups, and groups that can only be skipped together are
 * one. Nodes that reach each other, or neither the other, share a group.
 * Source: Leemans, Robust Process Mining with Guarantees (2017), pages 188 and 233 (strict sequence cut).
 */
export function sequenceCut(graph: SublogGraph): number[][] {
  const size = graph.activities.length;
  // Most graphs that are tried have no sequence; this check takes quadratic instead of cubic time.
  if (isStronglyConnected(graph)) return [Array.from({ length: size }, (_, node) => node)];
  const reaches = new Reachability(graph);
  let groups: number[][] = [];
  const sets = new NodeSets(size);
  for (let before = -1; before !== groups.length;) {
    before = groups.length;
    for (let a = 0; a < size; a++) {
      for (let b = a + 1; b < size; b++) {
        if (sets.find(a) !== sets.find(b) && reaches.has(a, b) === reaches.has(b, a)) sets.unite(a, b);
      }
    }
    groups = sets.groups();
  }
  if (groups.length < 2) return groups;
  const rank = (group: readonly number[]): number => {
    const node = group[0] ?? 0;
    let predecessors = 0;
    let successors = 0;
    for (let other = 0; other < size; other++) {
      if (reaches.has(other, node)) predecessors++;
      if (reaches.has(node, other)) successors++;
    }
    return predecessors - successors;
  };
  return mergeSkippable(
    graph,
    groups
      .map((group) => ({ group, rank: rank(group) }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ group }) => group),
  );
}

/** Whether every node reaches every other: the first reaches all, and all reach it. */
function isStronglyConnected(graph: SublogGraph): boolean {
  const size = graph.activities.length;
  return [true, false].every((forwards) => {
    const isMet = new Uint8Array(size);
    const found = [0];
    isMet[0] = 1;
    for (const node of found) {
      for (let other = 0; other < size; other++) {
        if (isMet[other] === 1 || !(forwards ? hasEdge(graph, node, other) : hasEdge(graph, other, node))) continue;
        isMet[other] = 1;
        found.push(other);
      }
    }
    return found.length === size;
  });
}

/** Joins to each group that traces can leave out the neighbours that are left out with it. */
function mergeSkippable(graph: SublogGraph, ordered: readonly (readonly number[])[]): number[][] {
  const groups = ordered.map((group) => [...group]);
  const groupOf = new Int32Array(graph.activities.length);
  for (const [index, group] of groups.entries()) for (const node of group) groupOf[node] = index;
  /** The first group from which each is entered, −∞ = from the start; the last to which it leads, +∞ = to the end. */
  const enteredFrom = groups.map((group) => (group.some((node) => isStart(graph, node)) ? -Infinity : Infinity));
  const leadsTo = groups.map((group) => (group.some((node) => isEnd(graph, node)) ? Infinity : -Infinity));
  const edges = edgesOf(graph);
  for (const [a, b] of edges) {
    const from = groupOf[a] ?? 0;
    const to = groupOf[b] ?? 0;
    enteredFrom[to] = Math.min(enteredFrom[to] ?? Infinity, from);
    leadsTo[from] = Math.max(leadsTo[from] ?? -Infinity, to);
  }
  const at = groupOf.slice();
  for (let here = 0; here < groups.length; here++) {
    if (!isSkippable(graph, edges, at, here)) continue;
    const absorb = (index: number): void => {
      for (const node of groups[index] ?? []) at[node] = here;
      groups[here]?.push(...(groups[index] ?? []));
      groups[index] = [];
    };
    for (let q = here - 1; q >= 0 && (leadsTo[q] ?? Infinity) <= here; q--) absorb(q);
    for (let q = here + 1; q < groups.length && (enteredFrom[q] ?? -Infinity) >= here; q++) absorb(q);
  }
  return groups.filter((group) => group.length > 0);
}

function isSkippable(
  graph: SublogGraph,
  edges: readonly (readonly [number, number])[],
  groupOf: Int32Array,
  here: number,
): boolean {
  if (edges.some(([a, b]) => (groupOf[a] ?? 0) < here && (groupOf[b] ?? 0) > here)) return true;
  return groupOf.some((group, node) => (group > here && isStart(graph, node)) || (group < here && isEnd(graph, node)));
}

function edgesOf(graph: SublogGraph): [number, number][] {
  const size = graph.activities.length;
  const edges: [number, number][] = [];
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) if (hasEdge(graph, a, b)) edges.push([a, b]);
  return edges;
}

function isStart(graph: SublogGraph, node: number): boolean {
  return (graph.starts[node] ?? 0) > 0;
}

function isEnd(graph: SublogGraph, node: number): boolean {
  return (graph.ends[node] ?? 0) > 0;
}
