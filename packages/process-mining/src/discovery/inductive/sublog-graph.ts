import type { Pacer } from "@longhaul/domain";
import type { Sublog } from "./sublog.ts";

/** The directly-follows graph of a sublog, over its own activities numbered 0 up in ascending order. */
export interface SublogGraph {
  /** Number of each node as in the traces, ascending. */
  readonly activities: readonly number[];
  /** How often node b follows node a, at a · n + b. */
  readonly counts: Float64Array;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

export async function discoverSublogGraph(log: Sublog, pacer: Pacer): Promise<SublogGraph> {
  const met = new Set<number>();
  for (const trace of log.keys()) {
    for (let at = 0; at < trace.length; at++) met.add(trace.charCodeAt(at));
    if (pacer.due) await pacer.pause();
  }
  const activities = [...met].toSorted((a, b) => a - b);
  const size = activities.length;
  const nodeOf = new Int32Array((activities.at(-1) ?? 0) + 1);
  for (const [node, activity] of activities.entries()) nodeOf[activity] = node;
  const counts = new Float64Array(size * size);
  const starts = new Float64Array(size);
  const ends = new Float64Array(size);
  const add = (table: Float64Array, index: number, count: number): void => {
    table[index] = (table[index] ?? 0) + count;
  };
  for (const [trace, count] of log) {
    if (trace.length === 0) continue;
    let last = nodeOf[trace.charCodeAt(0)] ?? 0;
    add(starts, last, count);
    for (let at = 1; at < trace.length; at++) {
      const node = nodeOf[trace.charCodeAt(at)] ?? 0;
      add(counts, last * size + node, count);
      last = node;
    }
    add(ends, last, count);
    if (pacer.due) await pacer.pause();
  }
  return { activities, counts, starts, ends };
}

/**
 * The graph without its infrequent edges: those that occur at most `noiseThreshold` times as often as the most frequent
 * way to leave their activity (ending there included).
 * Source: Leemans, Fahland and van der Aalst, Discovering Block-Structured Process Models from Event Logs Containing
 * Infrequent Behaviour (2013), filter on the directly-follows graph.
 */
export function withoutInfrequent(graph: SublogGraph, noiseThreshold: number): SublogGraph {
  const size = graph.activities.length;
  const counts = graph.counts.slice();
  for (let a = 0; a < size; a++) {
    const row = counts.subarray(a * size, (a + 1) * size);
    const most = row.reduce((max, count) => Math.max(max, count), graph.ends[a] ?? 0);
    for (let b = 0; b < size; b++) if ((row[b] ?? 0) <= noiseThreshold * most) row[b] = 0;
  }
  return { ...graph, counts };
}

/** Whether b follows a, as node numbers. */
export function hasEdge(graph: SublogGraph, a: number, b: number): boolean {
  return (graph.counts[a * graph.activities.length + b] ?? 0) > 0;
}

/** Node groups by group number per node, numbered by their first node. */
export function groupsOf(groupOfNode: ArrayLike<number>): number[][] {
  const groups = new Map<number, number[]>();
  for (let node = 0; node < groupOfNode.length; node++) {
    const group = groupOfNode[node] ?? 0;
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [node]);
    else known.push(node);
  }
  return [...groups.values()];
}
