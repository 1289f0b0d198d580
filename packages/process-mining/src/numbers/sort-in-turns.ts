import { Pacer } from "@longhaul/domain";
import type { RunOptions } from "@longhaul/event-log";

const SORTED_AT_ONCE = 500_000;

/**
 * Sort numbers ascending, in place, giving the event loop its turn at least every half a million of them: values are
 * spread over as many equally wide buckets as half millions, and each bucket is sorted, the same way if it is large. No
 * value may be NaN. Expected n log n; needs room for as many values again.
 */
export async function sortInTurns(values: Float64Array, run: RunOptions = {}): Promise<Float64Array> {
  if (values.length <= SORTED_AT_ONCE) return values.sort();
  const { signal, onProgress } = run;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least === most) return values;
  const count = Math.ceil(values.length / SORTED_AT_ONCE) + 1;
  const bucketOf = (value: number): number =>
    Math.min(count - 1, Math.floor(((value - least) / (most - least)) * (count - 1)));
  const pacer = new Pacer({ signal });
  await pacer.pause();
  const offsets = new Uint32Array(count + 1);
  for (const value of values) offsets[bucketOf(value) + 1] = (offsets[bucketOf(value) + 1] ?? 0) + 1;
  for (let at = 1; at <= count; at++) offsets[at] = (offsets[at] ?? 0) + (offsets[at - 1] ?? 0);
  await pacer.pause();
  const next = offsets.slice();
  const spread = new Float64Array(values.length);
  for (const value of values) {
    const bucket = bucketOf(value);
    const place = next[bucket] ?? 0;
    next[bucket] = place + 1;
    spread[place] = value;
  }
  values.set(spread);
  for (let bucket = 0; bucket < count; bucket++) {
    await pacer.pause();
    await sortInTurns(values.subarray(offsets[bucket] ?? 0, offsets[bucket + 1] ?? 0), { signal });
    onProgress?.((bucket + 1) / count);
  }
  return values;
}
