import { FAR_TIMES } from "../far-times.ts";

const DAY = 86_400e6;
const BINS = 4096;
/** Of an estimate of the first quartile at most so large a share lies below, of one of the last at least so large. */
const [FIRST_QUARTER, LAST_QUARTER] = [0.28, 0.72];
/** Of fewer, estimates of a quartile differ by more than that. */
const LEAST_TIMES = 200;

/**
 * Whether no time is far from the middle half by the measure of `farTimes`, however well that knows the quartiles; false where
 * it could be. Times are microseconds, NaN is none; `range` is that of all.
 */
export function hasNoFarTimes(times: Float64Array, [first, last]: readonly [number, number]): boolean {
  if (last - first <= FAR_TIMES.days * DAY || !(first <= last)) return true;
  const counts = new Int32Array(BINS + 1);
  const width = (last - first) / BINS;
  let all = 0;
  for (let row = 0; row < times.length; row++) {
    const time = times[row] ?? Number.NaN;
    if (Number.isNaN(time)) continue;
    const bin = Math.floor((time - first) / width);
    counts[bin] = (counts[bin] ?? 0) + 1;
    all++;
  }
  if (all < LEAST_TIMES) return false;
  /** First time of the bin in which the share lies. */
  const startOf = (share: number): number => {
    let below = 0;
    let bin = 0;
    while (bin < BINS && below + (counts[bin] ?? 0) < share * all) below += counts[bin++] ?? 0;
    return first + bin * width;
  };
  const low = startOf(FIRST_QUARTER) + width;
  const high = startOf(LAST_QUARTER);
  const least = Math.max(0, high - low);
  const room = (FAR_TIMES.days - 1) * DAY + Math.min(FAR_TIMES.widths * least, FAR_TIMES.mostDays * DAY);
  return first >= low - room && last <= high + room;
}
