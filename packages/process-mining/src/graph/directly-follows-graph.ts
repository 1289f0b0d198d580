import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { EdgeIndex } from "./edge-index.ts";

/** An activity of the graph; its place in `nodes` is its activity number in the log. */
export interface DfgNode {
  readonly activity: string;
  /** Events of the activity. */
  readonly count: number;
  /** Cases in which it occurs. */
  readonly caseCount: number;
  /** Cases that begin with it. */
  readonly startCount: number;
  /** Cases that end with it. */
  readonly endCount: number;
}

/** "`to` directly follows `from`", as activity numbers; equal for a self loop. */
export interface DfgEdge {
  readonly from: number;
  readonly to: number;
  /** How often. */
  readonly count: number;
  /** In how many cases. */
  readonly caseCount: number;
}

export interface DirectlyFollowsGraph {
  readonly nodes: readonly DfgNode[];
  /** By `from`, then `to`. */
  readonly edges: readonly DfgEdge[];
  readonly caseCount: number;
  readonly eventCount: number;
}

interface Counters {
  readonly edges: EdgeIndex;
  readonly edgeCount: number[];
  readonly edgeCaseCount: number[];
  readonly lastCaseOfEdge: number[];
  readonly count: Int32Array;
  readonly caseCount: Int32Array;
  readonly startCount: Int32Array;
  readonly endCount: Int32Array;
  readonly lastCaseOfActivity: Int32Array;
}

/**
 * The directly-follows graph of a log: a >_L b holds as often as b is the next event after a in a case.
 * Source: van der Aalst, Weijters and Maruster, Workflow Mining: Discovering Process Models from Event Logs (2004), the
 * log-based ordering relations. One pass over the events.
 */
export async function discoverDirectlyFollowsGraph(log: EventLog, run: RunOptions = {}): Promise<DirectlyFollowsGraph> {
  const activityCount = log.activities.length;
  const counters: Counters = {
    edges: new EdgeIndex(activityCount),
    edgeCount: [],
    edgeCaseCount: [],
    lastCaseOfEdge: [],
    count: new Int32Array(activityCount),
    caseCount: new Int32Array(activityCount),
    startCount: new Int32Array(activityCount),
    endCount: new Int32Array(activityCount),
    lastCaseOfActivity: new Int32Array(activityCount).fill(-1),
  };
  for await (const { firstCase, endCase } of caseChunks(log, run)) count(log, counters, firstCase, endCase);
  const { edges } = counters;
  return {
    nodes: log.activities.map((activity, number) => ({
      activity,
      count: counters.count[number] ?? 0,
      caseCount: counters.caseCount[number] ?? 0,
      startCount: counters.startCount[number] ?? 0,
      endCount: counters.endCount[number] ?? 0,
    })),
    edges: edges.from
      .map((from, edge) => ({
        from,
        to: edges.to[edge] ?? 0,
        count: counters.edgeCount[edge] ?? 0,
        caseCount: counters.edgeCaseCount[edge] ?? 0,
      }))
      .toSorted((a, b) => a.from - b.from || a.to - b.to),
    caseCount: log.caseCount,
    eventCount: log.eventCount,
  };
}

function count(log: EventLog, counters: Counters, firstCase: number, endCase: number): void {
  const { activity, caseOffsets } = log;
  const { edges, edgeCount, edgeCaseCount, lastCaseOfEdge } = counters;
  for (let owner = firstCase; owner < endCase; owner++) {
    const from = caseOffsets[owner] ?? 0;
    const to = caseOffsets[owner + 1] ?? 0;
    let previous = -1;
    for (let row = from; row < to; row++) {
      const current = activity[row] ?? 0;
      counters.count[current] = (counters.count[current] ?? 0) + 1;
      if (counters.lastCaseOfActivity[current] !== owner) {
        counters.lastCaseOfActivity[current] = owner;
        counters.caseCount[current] = (counters.caseCount[current] ?? 0) + 1;
      }
      if (previous >= 0) {
        const edge = edges.add(previous, current);
        edgeCount[edge] = (edgeCount[edge] ?? 0) + 1;
        if (lastCaseOfEdge[edge] !== owner) {
          lastCaseOfEdge[edge] = owner;
          edgeCaseCount[edge] = (edgeCaseCount[edge] ?? 0) + 1;
        }
      } else counters.startCount[current] = (counters.startCount[current] ?? 0) + 1;
      previous = current;
    }
    counters.endCount[previous] = (counters.endCount[previous] ?? 0) + 1;
  }
}
