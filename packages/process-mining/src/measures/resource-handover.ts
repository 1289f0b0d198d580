import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { EdgeIndex } from "../graph/edge-index.ts";

export interface Handover {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface ResourceHandover {
  /** Most frequent first; ties by name. A resource that keeps the work is a pair of itself. */
  readonly pairs: readonly Handover[];
  /** Times that work went from one resource to another. */
  readonly betweenDifferent: number;
  /** Pairs of different resources, however many of them `pairs` still has. */
  readonly differentPairs: number;
}

/**
 * Handover of work: how often consecutive events of a case were done by each pair of resources. Events without a
 * resource break the chain. Null when the log names no resource.
 * Source: van der Aalst, Reijers and Song, Discovering Social Networks from Event Logs (2005): handover of work with
 * direct succession, all occurrences counted.
 */
export async function measureResourceHandover(log: EventLog, run: RunOptions = {}): Promise<ResourceHandover | null> {
  const { resource, resources } = log;
  if (resource === null || resources === null) return null;
  const index = new EdgeIndex(resources.length);
  const counts: number[] = [];
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < end; row++) {
        const from = resource[row - 1] ?? -1;
        const to = resource[row] ?? -1;
        if (from < 0 || to < 0) continue;
        const pair = index.add(from, to);
        counts[pair] = (counts[pair] ?? 0) + 1;
      }
    }
  }
  const pairs = counts
    .map((count, pair) => ({ from: index.from[pair] ?? 0, to: index.to[pair] ?? 0, count }))
    .toSorted((a, b) => b.count - a.count || a.from - b.from || a.to - b.to);
  return {
    pairs: pairs.map(({ from, to, count }) => ({ from: resources[from] ?? "", to: resources[to] ?? "", count })),
    differentPairs: pairs.filter(({ from, to }) => from !== to).length,
    betweenDifferent: pairs.reduce((sum, { from, to, count }) => (from === to ? sum : sum + count), 0),
  };
}
