/** How long something is expected to take. */
export interface DurationEstimate {
  readonly lowSec: number;
  readonly highSec: number;
}

/** One past run: how long it took and on how many records. */
export interface PastRun {
  readonly seconds: number;
  readonly records: number | null;
}

/** Fewer past runs than this say less than the type's own default. */
const MIN_HISTORY = 5;

/** Linear-interpolation quantile (type 7) of ascending values, q from 0 to 1; NaN for none. */
function quantileSorted(ascending: readonly number[], q: number): number {
  if (ascending.length === 0) return Number.NaN;
  const at = (ascending.length - 1) * q;
  const low = Math.floor(at);
  const below = ascending[low] ?? Number.NaN;
  const above = ascending[Math.min(low + 1, ascending.length - 1)] ?? below;
  return below + (above - below) * (at - low);
}

/**
 * Estimate from history: the 25th to 90th percentile of past runs, each scaled to `records`. Scaling is linear in
 * the records above a fixed share: a run of n records counts as seconds × (0.2 + 0.8 × records / n), since start-up
 * does not shrink with the input. With fewer than five runs the given default is the answer.
 */
export function estimateDuration(
  history: readonly PastRun[],
  records: number | null,
  fallback: DurationEstimate,
): DurationEstimate {
  if (history.length < MIN_HISTORY) return fallback;
  const scaled = history
    .map((run) => {
      const ratio = records !== null && run.records !== null && run.records > 0 ? records / run.records : 1;
      return run.seconds * (0.2 + 0.8 * ratio);
    })
    .toSorted((a, b) => a - b);
  return {
    lowSec: Math.max(1, Math.round(quantileSorted(scaled, 0.25))),
    highSec: Math.max(1, Math.ceil(quantileSorted(scaled, 0.9))),
  };
}

/**
 * What remains of an estimate after some time at a percentage. Blends the estimate with the pace so far, trusting the
 * pace the more the further the work has come. Never negative.
 */
export function remainingEstimate(total: DurationEstimate, elapsedSec: number, percentage: number): DurationEstimate {
  const done = Math.min(0.99, Math.max(0, percentage / 100));
  const planned = { lowSec: total.lowSec * (1 - done), highSec: total.highSec * (1 - done) };
  if (done < 0.05) return planned;
  const pace = (elapsedSec / done) * (1 - done);
  return {
    lowSec: planned.lowSec * (1 - done) + 0.9 * pace * done,
    highSec: planned.highSec * (1 - done) + 1.25 * pace * done,
  };
}
