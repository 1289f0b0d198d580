import { Pacer } from "@longhaul/domain";
import type { RunOptions } from "@longhaul/event-log";
import { itemChunks } from "@longhaul/event-log/columns";
import { medianInPlace } from "./median-in-place.ts";

/** Times of one group (a transition, an activity, a variant) in seconds. All but count and total are NaN when it is empty. */
export interface DurationSummary {
  readonly count: number;
  readonly totalSec: number;
  readonly meanSec: number;
  readonly medianSec: number;
  readonly minSec: number;
  readonly maxSec: number;
}

/**
 * Summarise values by group: item `i` belongs to group `groups[i]`, or to none when that is −1. One counting sort by
 * group, then a selection for each median: linear in the items. Values are seconds and must not be NaN in a group.
 */
export async function summarizeGroups(
  groups: Int32Array,
  values: Float64Array,
  groupCount: number,
  run: RunOptions = {},
): Promise<DurationSummary[]> {
  const offsets = new Uint32Array(groupCount + 1);
  for await (const { from, to } of itemChunks(groups.length, run.signal)) {
    for (let at = from; at < to; at++) {
      const group = groups[at] ?? -1;
      if (group >= 0) offsets[group + 1] = (offsets[group + 1] ?? 0) + 1;
    }
  }
  for (let group = 0; group < groupCount; group++)
    offsets[group + 1] = (offsets[group + 1] ?? 0) + (offsets[group] ?? 0);
  const sorted = new Float64Array(offsets[groupCount] ?? 0);
  const next = offsets.slice();
  for await (const { from, to } of itemChunks(groups.length, run.signal)) {
    for (let at = from; at < to; at++) {
      const group = groups[at] ?? -1;
      if (group < 0) continue;
      const position = next[group] ?? 0;
      next[group] = position + 1;
      sorted[position] = values[at] ?? Number.NaN;
    }
  }
  const summaries: DurationSummary[] = [];
  const pacer = new Pacer(run);
  for (let group = 0; group < groupCount; group++) {
    const from = offsets[group] ?? 0;
    const to = offsets[group + 1] ?? 0;
    summaries.push(summarize(sorted, from, to));
    if (pacer.advance(to - from)) await pacer.pause();
  }
  return summaries;
}

function summarize(values: Float64Array, from: number, to: number): DurationSummary {
  let totalSec = 0;
  let minSec = Number.POSITIVE_INFINITY;
  let maxSec = Number.NEGATIVE_INFINITY;
  for (let at = from; at < to; at++) {
    const value = values[at] ?? Number.NaN;
    totalSec += value;
    if (value < minSec) minSec = value;
    if (value > maxSec) maxSec = value;
  }
  const count = to - from;
  if (count === 0)
    return { count, totalSec, meanSec: Number.NaN, medianSec: Number.NaN, minSec: Number.NaN, maxSec: Number.NaN };
  return { count, totalSec, meanSec: totalSec / count, medianSec: medianInPlace(values, from, to), minSec, maxSec };
}
