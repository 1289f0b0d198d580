const DAY_SEC = 86_400;
/** What recurs sooner is the rhythm of the work. */
const LEAST_SEC = 3 * DAY_SEC;
const FEWEST = 30;
const LEAST_SHARE = 0.1;
/** A spike is so many times as high as any other day around it. */
const LEAST_HEIGHT = 3;
/** What is due at a weekend is done after it. */
const MOST_LATE_SEC = 4 * DAY_SEC;
const EARLY_SEC = DAY_SEC;
/** No day beside it has more of what the day has itself. */
const MOST_BESIDE = 0.5;
const LEAST_AROUND_SEC = 10 * DAY_SEC;

/** Equal times: those from `fromSec` to `toSec`. */
export interface Spike {
  readonly fromSec: number;
  readonly toSec: number;
  readonly medianSec: number;
  readonly count: number;
  /** The most that any other day around it has. */
  readonly aroundCount: number;
}

/**
 * The day on which most of `ascending` (seconds) fall, where it stands out: at least a tenth of all `among`, and three times
 * as many as on any other day around it. Late ones, as after a weekend, belong to it as long as their day stands out, too.
 * Null where times are spread, as those of work and waiting are.
 */
export function findSpike(ascending: Float64Array, among: number): Spike | null {
  const first = lowerBound(ascending, LEAST_SEC);
  const { at, count } = fullestDay(ascending, first, ascending.length);
  if (count < Math.max(FEWEST, LEAST_SHARE * among)) return null;
  const fromSec = ascending[at] ?? 0;
  const around = Math.max(LEAST_AROUND_SEC, fromSec / 2);
  const most = (lowSec: number, highSec: number): number =>
    fullestDay(ascending, lowerBound(ascending, lowSec), lowerBound(ascending, highSec)).count;
  const aroundCount = Math.max(
    most(fromSec - around, fromSec - EARLY_SEC),
    most(fromSec + DAY_SEC + MOST_LATE_SEC, fromSec + DAY_SEC + around),
  );
  const besideCount = Math.max(
    most(fromSec - EARLY_SEC, fromSec),
    most(fromSec + DAY_SEC, fromSec + DAY_SEC + MOST_LATE_SEC),
  );
  if (count < LEAST_HEIGHT * aroundCount || besideCount > MOST_BESIDE * count) return null;
  let end = at + count;
  for (let lateSec = fromSec + DAY_SEC; lateSec < fromSec + MOST_LATE_SEC; lateSec += DAY_SEC) {
    const next = lowerBound(ascending, lateSec + DAY_SEC);
    if (next - end < Math.max(1, LEAST_HEIGHT * aroundCount)) break;
    end = next;
  }
  return {
    fromSec,
    toSec: ascending[end - 1] ?? fromSec,
    medianSec: ascending[at + Math.floor((count - 1) / 2)] ?? fromSec,
    count: end - at,
    aroundCount,
  };
}

/** How many of `ascending` fall from `lowSec` to `highSec`, inclusive. */
export function countWithin(ascending: Float64Array, lowSec: number, highSec: number): number {
  let count = 0;
  for (let at = lowerBound(ascending, lowSec); at < ascending.length && (ascending[at] ?? 0) <= highSec; at++) count++;
  return count;
}

/** Where the day begins that holds most of the times from place `first` to before `end`, and how many it holds. */
function fullestDay(ascending: Float64Array, first: number, end: number): { at: number; count: number } {
  let best = { at: first, count: 0 };
  let low = first;
  for (let high = first; high < end; high++) {
    while ((ascending[high] ?? 0) - (ascending[low] ?? 0) >= DAY_SEC) low++;
    if (high - low + 1 > best.count) best = { at: low, count: high - low + 1 };
  }
  return best;
}

/** The first place whose value is `least` or more. */
function lowerBound(ascending: Float64Array, least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
