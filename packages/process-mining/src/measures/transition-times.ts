import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks, itemChunks } from "@longhaul/event-log/columns";
import type { DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { EdgeIndex } from "../graph/edge-index.ts";
import { summarizeGroups, type DurationSummary } from "../numbers/summarize-groups.ts";
import { measureWaits } from "./waiting.ts";

/** Times of one edge of the directly-follows graph. */
export interface TransitionTimes {
  /** From one completion to the next. */
  readonly completionToCompletion: DurationSummary;
  /** `measureWaits` of the second event. The same as `completionToCompletion` in a log without start times. */
  readonly waiting: DurationSummary;
  /** Time at work of the second event, start to completion, where it has a start; null in a log without start times. */
  readonly service: DurationSummary | null;
}

/**
 * Time on each edge of the graph, in the order of `graph.edges`; the graph must be that of the log. For an edge a → b:
 * completion to completion = end(b) − end(a); waiting = `measureWaits` of b; service = end(b) − start(b).
 * Source: van der Aalst, Process Mining (2016), section 9.4 (performance annotation of the directly-follows graph).
 */
export async function measureTransitionTimes(
  log: EventLog,
  graph: DirectlyFollowsGraph,
  run: RunOptions = {},
): Promise<TransitionTimes[]> {
  const index = new EdgeIndex(log.activities.length);
  for (const { from, to } of graph.edges) index.add(from, to);
  const edgeOfRow = new Int32Array(log.eventCount).fill(-1);
  const seconds = new Float64Array(log.eventCount);
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const to = log.caseOffsets[owner + 1] ?? 0;
      for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < to; row++) {
        edgeOfRow[row] = index.find(log.activity[row - 1] ?? 0, log.activity[row] ?? 0);
        seconds[row] = ((log.endMs[row] ?? 0) - (log.endMs[row - 1] ?? 0)) / 1000;
      }
    }
  }
  const toCompletion = await summarizeGroups(edgeOfRow, seconds, index.size, run);
  if (log.startMs === null) {
    return toCompletion.map((times) => ({ completionToCompletion: times, waiting: times, service: null }));
  }
  const waitsMs = await measureWaits(log, { signal: run.signal });
  for await (const { from, to } of itemChunks(log.eventCount, run.signal)) {
    for (let row = from; row < to; row++) seconds[row] = (waitsMs[row] ?? Number.NaN) / 1000;
  }
  const waiting = await summarizeGroups(edgeOfRow, seconds, index.size, run);
  for await (const { from, to } of itemChunks(log.eventCount, run.signal)) {
    for (let row = from; row < to; row++) {
      seconds[row] = ((log.endMs[row] ?? 0) - (log.startMs[row] ?? Number.NaN)) / 1000;
      if (Number.isNaN(seconds[row])) edgeOfRow[row] = -1;
    }
  }
  const service = await summarizeGroups(edgeOfRow, seconds, index.size, run);
  return toCompletion.map((times, edge) => ({
    completionToCompletion: times,
    waiting: waiting[edge] ?? times,
    service: service[edge] ?? null,
  }));
}
