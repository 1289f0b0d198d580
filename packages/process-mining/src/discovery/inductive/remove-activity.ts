import type { Pacer } from "@longhaul/domain";
import type { Sublog } from "./sublog.ts";
import type { SublogGraph } from "./sublog-graph.ts";

/** What follows what, begins or ends traces once an activity is taken out of them. */
interface Bridges {
  /** Node before, node after and how often, in turns: −1 = the begin or the end of a trace. */
  readonly steps: number[];
}

/**
 * The graphs of a log without one of its activities, from one pass over the log: without node b, a trace a b b c says that c
 * follows a. Node numbers above the one that is left out move down by one.
 */
export class ActivityRemovals {
  readonly #graph: SublogGraph;
  readonly #bridges: readonly Bridges[];

  private constructor(graph: SublogGraph, bridges: readonly Bridges[]) {
    this.#graph = graph;
    this.#bridges = bridges;
  }

  static async of(log: Sublog, graph: SublogGraph, pacer: Pacer): Promise<ActivityRemovals> {
    const nodeOf = new Int32Array((graph.activities.at(-1) ?? 0) + 1);
    for (const [node, activity] of graph.activities.entries()) nodeOf[activity] = node;
    const bridges = graph.activities.map((): Bridges => ({ steps: [] }));
    for (const [trace, count] of log) {
      let before = -1;
      for (let at = 0; at < trace.length;) {
        const node = nodeOf[trace.charCodeAt(at)] ?? 0;
        let next = at + 1;
        while (next < trace.length && trace.charCodeAt(next) === trace.charCodeAt(at)) next++;
        const after = next < trace.length ? (nodeOf[trace.charCodeAt(next)] ?? 0) : -1;
        if (before >= 0 || after >= 0) bridges[node]?.steps.push(before, after, count);
        before = node;
        at = next;
      }
      if (pacer.due) await pacer.pause();
    }
    return new ActivityRemovals(graph, bridges);
  }

  /** As `discoverSublogGraph` of the log without the node's activity. */
  graphWithout(removed: number): SublogGraph {
    const { activities, counts, starts, ends } = this.#graph;
    const size = activities.length;
    const left = size - 1;
    const fewer = new Float64Array(left * left);
    for (let a = 0; a < left; a++) {
      const row = (a < removed ? a : a + 1) * size;
      fewer.set(counts.subarray(row, row + removed), a * left);
      fewer.set(counts.subarray(row + removed + 1, row + size), a * left + removed);
    }
    const [begins, stops] = [without(starts, removed), without(ends, removed)];
    const add = (table: Float64Array, index: number, count: number): void => {
      table[index] = (table[index] ?? 0) + count;
    };
    const moved = (node: number): number => (node > removed ? node - 1 : node);
    const steps = this.#bridges[removed]?.steps ?? [];
    for (let at = 0; at < steps.length; at += 3) {
      const [before = -1, after = -1, count = 0] = [steps[at], steps[at + 1], steps[at + 2]];
      if (before >= 0 && after >= 0) add(fewer, moved(before) * left + moved(after), count);
      else if (after >= 0) add(begins, moved(after), count);
      else add(stops, moved(before), count);
    }
    return { activities: activities.toSpliced(removed, 1), counts: fewer, starts: begins, ends: stops };
  }
}

function without(values: Float64Array, removed: number): Float64Array {
  const rest = new Float64Array(values.length - 1);
  rest.set(values.subarray(0, removed));
  rest.set(values.subarray(removed + 1), removed);
  return rest;
}
