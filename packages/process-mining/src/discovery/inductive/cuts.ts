import { NodeSets } from "./node-sets.ts";
import { sequenceCut } from "./sequence-cut.ts";
import { loopCut } from "./loop-cut.ts";
import { hasEdge, type SublogGraph } from "./sublog-graph.ts";

/** Two or more groups of nodes that split a sublog, and the operator between them. */
export interface Cut {
  readonly operator: "sequence" | "choice" | "parallel" | "loop";
  readonly groups: readonly (readonly number[])[];
}

/**
 * The first cut that fits the graph, in the order of the paper: choice, sequence, parallel, loop; null when none does.
 * Source: Leemans, Fahland and van der Aalst, Discovering Block-Structured Process Models from Event Logs - A
 * Constructive Approach (2013), definitions of the cuts; Leemans, Robust Process Mining with
 * Guarantees (2017), detection of cuts.
 */
export function findCut(graph: SublogGraph): Cut | null {
  if (graph.activities.length === 0) return null;
  const detectors = [
    ["choice", choiceCut],
    ["sequence", sequenceCut],
    ["parallel", parallelCut],
    ["loop", loopCut],
  ] as const;
  for (const [operator, detect] of detectors) {
    const groups = detect(graph);
    if (groups.length > 1) return { operator, groups };
  }
  return null;
}

/** The connected components. */
function choiceCut(graph: SublogGraph): number[][] {
  const size = graph.activities.length;
  const sets = new NodeSets(size);
  for (let a = 0; a < size && sets.count > 1; a++) {
    for (let b = 0; b < size; b++) if (hasEdge(graph, a, b)) sets.unite(a, b);
  }
  return sets.groups();
}

/**
 * Groups between which every node follows every other both ways. A group without a start and an end activity can't
 * stand alone and joins the group before it in order of size.
 */
function parallelCut(graph: SublogGraph): number[][] {
  const size = graph.activities.length;
  const sets = new NodeSets(size);
  for (let a = 0; a < size && sets.count > 1; a++) {
    for (let b = a + 1; b < size; b++) if (!hasEdge(graph, a, b) || !hasEdge(graph, b, a)) sets.unite(a, b);
  }
  const groups = sets.groups().toSorted((a, b) => a.length - b.length);
  const isWhole = (group: readonly number[]) =>
    group.some((node) => (graph.starts[node] ?? 0) > 0) && group.some((node) => (graph.ends[node] ?? 0) > 0);
  for (let at = 0; at < groups.length && groups.length > 1;) {
    const group = groups[at] ?? [];
    if (isWhole(group)) {
      at++;
      continue;
    }
    groups.splice(at, 1);
    groups[Math.max(0, at - 1)]?.push(...group);
  }
  return groups;
}
