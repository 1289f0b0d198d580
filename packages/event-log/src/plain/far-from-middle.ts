import { FAR_TIMES, type FarBounds } from "../duckdb/far-times.ts";

const DAY = 86_400e6;
const BINS = 4096;
/** Share of values below an estimate of the first quartile, at most, and below one of the last, at least. */
const [FIRST_QUARTER, LAST_QUARTER] = [0.28, 0.72];
/** With fewer times, estimates of a quartile differ by more than that. */
const LEAST_TIMES = 200;

/**
 * The bounds of `farBounds`, where a time lies beyond them: "none" where none does, "unknown" where that takes the database,
 * whose quartiles are estimates. Times are microseconds, NaN is none; `range` is that of all.
 */
export function findFarTimes(times: Float64Array, range: readonly [number, number]): FarBounds | "none" | "unknown" {
  const [first, last] = range;
  if (last - first <= FAR_TIMES.days * DAY || !(first <= last)) return "none";
  const { counts, all, width } = histogram(times, range);
  if (all < LEAST_TIMES) return "unknown";
  const startOf = (share: number): number => first + binOf(counts, share * all).bin * width;
  const [low, high] = [startOf(FIRST_QUARTER) + width, startOf(LAST_QUARTER)];
  const room = (FAR_TIMES.days - 1) * DAY + roomOf(Math.max(0, high - low));
  if (first >= low - room && last <= high + room) return "none";
  /** In a bin of a bin: of a century, some minutes. */
  const quantile = (share: number): number => {
    const { bin, below } = binOf(counts, share * all);
    const from = first + bin * width;
    const inside = histogram(times, [from, from + width]);
    return from + (binOf(inside.counts, share * all - below).bin + 0.5) * inside.width;
  };
  const [a, b] = [quantile(0.25), quantile(0.75)];
  const days = Math.round(FAR_TIMES.days + roomOf(b - a) / DAY) * DAY;
  const bounds = { first: Math.floor(a - days), last: Math.ceil(b + days) };
  return first >= bounds.first && last <= bounds.last ? "none" : bounds;
}

/** What the width of the middle half adds to the room on each side, in microseconds. */
const roomOf = (width: number): number => Math.min(FAR_TIMES.widths * width, FAR_TIMES.mostDays * DAY);

/** How many times lie in each part of a range, with those at its end in a bin of their own. */
function histogram(
  times: Float64Array,
  [first, last]: readonly [number, number],
): { readonly counts: Int32Array; readonly all: number; readonly width: number } {
  const counts = new Int32Array(BINS + 1);
  const width = (last - first) / BINS;
  let all = 0;
  for (let row = 0; row < times.length; row++) {
    const time = times[row] ?? Number.NaN;
    if (!(time >= first && time <= last)) continue;
    const bin = Math.floor((time - first) / width);
    counts[bin] = (counts[bin] ?? 0) + 1;
    all++;
  }
  return { counts, all, width };
}

/** The bin in which a rank lies, and how many lie before it. */
function binOf(counts: Int32Array, rank: number): { readonly bin: number; readonly below: number } {
  let below = 0;
  let bin = 0;
  while (bin < BINS && below + (counts[bin] ?? 0) < rank) below += counts[bin++] ?? 0;
  return { bin, below };
}
