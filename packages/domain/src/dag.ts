import type { DurationEstimate } from "./estimate.ts";

/** A node of a directed graph: the indexes of the nodes that it depends on. */
export type Dependencies = readonly (readonly number[])[];

/** What nodes depend on, by index, from what they depend on by id. Ids that are none of theirs are left out. */
export function dependencyIndexes(
  nodes: readonly { readonly id: string; readonly dependsOn: readonly string[] }[],
): number[][] {
  const indexOf = new Map(nodes.map(({ id }, idx) => [id, idx]));
  return nodes.map(({ dependsOn }) => {
    const indexes: number[] = [];
    for (const id of dependsOn) {
      const index = indexOf.get(id);
      if (index !== undefined) indexes.push(index);
    }
    return indexes;
  });
}

/**
 * Nodes in an order in which each comes behind all that it depends on (Kahn's algorithm), ties by index; null when
 * there is a cycle.
 */
export function topologicalOrder(dependsOn: Dependencies): number[] | null {
  const dependents: number[][] = dependsOn.map(() => []);
  const open = dependsOn.map((dependencies) => dependencies.length);
  dependsOn.forEach((dependencies, node) => dependencies.forEach((dependency) => dependents[dependency]?.push(node)));
  const order = open.flatMap((count, node) => (count === 0 ? [node] : []));
  for (let at = 0; at < order.length; at++) {
    for (const dependent of dependents[order[at] ?? 0] ?? []) {
      const left = (open[dependent] ?? 0) - 1;
      open[dependent] = left;
      if (left === 0) order.push(dependent);
    }
  }
  return order.length === dependsOn.length ? order : null;
}

/** One cycle as the nodes along it, the first repeated at the end; null without any. A self edge is a cycle of one. */
export function findCycle(dependsOn: Dependencies): number[] | null {
  const state = new Uint8Array(dependsOn.length); // 0 unseen, 1 on the path, 2 done
  for (let start = 0; start < dependsOn.length; start++) {
    if (state[start] !== 0) continue;
    const path: number[] = [start];
    const next: number[] = [0];
    state[start] = 1;
    while (path.length > 0) {
      const node = path.at(-1) ?? 0;
      const turn = next.at(-1) ?? 0;
      const dependency = dependsOn[node]?.[turn];
      if (dependency === undefined) {
        state[node] = 2;
        path.pop();
        next.pop();
        continue;
      }
      next[next.length - 1] = turn + 1;
      if (state[dependency] === 1) return [...path.slice(path.indexOf(dependency)), dependency];
      if (state[dependency] === 0) {
        state[dependency] = 1;
        path.push(dependency);
        next.push(0);
      }
    }
  }
  return null;
}

/** Where a node stands: how long until it starts and until it ends, in seconds from now. */
export interface Schedule {
  readonly start: DurationEstimate;
  readonly end: DurationEstimate;
}

/**
 * When each node starts and ends at the earliest if nothing waits for a worker, and when the last one ends: the
 * critical path method (Kelley & Walker, 1959). Ended nodes take 0; running ones what remains of them.
 * @param remaining seconds that each node still takes
 * @throws RangeError for a graph with a cycle
 */
export function scheduleAlongCriticalPath(
  dependsOn: Dependencies,
  remaining: readonly DurationEstimate[],
): { readonly nodes: readonly Schedule[]; readonly total: DurationEstimate } {
  const order = topologicalOrder(dependsOn);
  if (order === null) throw new RangeError("the graph has a cycle");
  const nodes: Schedule[] = dependsOn.map(() => NOW);
  let total = NOW.end;
  for (const node of order) {
    let start = NOW.start;
    for (const dependency of dependsOn[node] ?? []) start = later(start, (nodes[dependency] ?? NOW).end);
    const own = remaining[node] ?? NOW.end;
    const end = { lowSec: start.lowSec + own.lowSec, highSec: start.highSec + own.highSec };
    nodes[node] = { start, end };
    total = later(total, end);
  }
  return { nodes, total };
}

const ZERO: DurationEstimate = { lowSec: 0, highSec: 0 };
const NOW: Schedule = { start: ZERO, end: ZERO };

const later = (a: DurationEstimate, b: DurationEstimate): DurationEstimate => ({
  lowSec: Math.max(a.lowSec, b.lowSec),
  highSec: Math.max(a.highSec, b.highSec),
});
