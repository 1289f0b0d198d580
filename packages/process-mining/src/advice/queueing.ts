import { rankCorrelation } from "../numbers/statistics.ts";
import type { Visits } from "./visits.ts";

const HOUR_MS = 3_600_000;
const HOURS_OF_DAY = 24;
const DAYS_OF_WEEK = 7;
const HOURS_OF_WEEK = HOURS_OF_DAY * DAYS_OF_WEEK;
/** An hour of the week counts as worked when it sees at least this share of the mean hour's begins. */
const WORKED_SHARE = 0.1;
/** With fewer begins an hour, hours are classed by weekday and time of day: an empty hour may be chance. */
const FEWEST_AN_HOUR = 20;
/** 1 January 1970 was a Thursday; hours of the week count from Monday. */
const MONDAY_OFFSET_MS = 3 * HOURS_OF_DAY * HOUR_MS;

/** Milliseconds that passed in the hours of the week in which an activity is begun. */
export type WorkedClock = (ms: number) => number;

/** A clock that runs only in the hours of the week (UTC) in which the activity is begun. */
export function workedClock({ begunMs }: Pick<Visits, "begunMs">): WorkedClock {
  const isWorked = workedHours(begunMs);
  const before = new Float64Array(HOURS_OF_WEEK + 1);
  for (let hour = 0; hour < HOURS_OF_WEEK; hour++)
    before[hour + 1] = (before[hour] ?? 0) + (isWorked(hour) ? HOUR_MS : 0);
  const perWeek = before[HOURS_OF_WEEK] ?? 0;
  return (ms) => {
    const hours = (ms + MONDAY_OFFSET_MS) / HOUR_MS;
    const week = Math.floor(hours / HOURS_OF_WEEK);
    const inWeek = hours - week * HOURS_OF_WEEK;
    const hour = Math.min(HOURS_OF_WEEK - 1, Math.floor(inWeek));
    const [from = 0, to = 0] = [before[hour], before[hour + 1]];
    return week * perWeek + from + (to - from) * (inWeek - hour);
  };
}

/** Whether work is taken up in an hour of the week, from Monday 0:00. */
function workedHours(begunMs: Float64Array): (hour: number) => boolean {
  const ofWeek = new Float64Array(HOURS_OF_WEEK);
  const ofDay = new Float64Array(HOURS_OF_DAY);
  const weekdays = new Float64Array(DAYS_OF_WEEK);
  const count = (of: Float64Array, at: number): void => {
    of[at] = (of[at] ?? 0) + 1;
  };
  for (const ms of begunMs) {
    const hours = Math.floor((ms + MONDAY_OFFSET_MS) / HOUR_MS);
    const hour = ((hours % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK;
    count(ofWeek, hour);
    count(ofDay, hour % HOURS_OF_DAY);
    count(weekdays, Math.floor(hour / HOURS_OF_DAY));
  }
  const isUsual = (of: Float64Array, at: number): boolean =>
    (of[at] ?? 0) >= (WORKED_SHARE * begunMs.length) / of.length;
  return begunMs.length >= FEWEST_AN_HOUR * HOURS_OF_WEEK
    ? (hour) => isUsual(ofWeek, hour)
    : (hour) => isUsual(ofDay, hour % HOURS_OF_DAY) && isUsual(weekdays, Math.floor(hour / HOURS_OF_DAY));
}

/** How the rate at which cases are taken up depends on how many wait. */
export interface QueueBehaviour {
  /**
   * Slope of log(rate) over log(cases waiting): 1 where each case is taken up in its own time however many wait, 0 where
   * no more get done the more wait, as with servers that are always busy.
   */
  readonly slope: number;
  /** Standard error of the slope, from the number of started cases; infinite if the queue had only one length. */
  readonly slopeError: number;
  /** Spearman's correlation of the cases found waiting on arrival with the own wait. */
  readonly correlation: number;
  /** Waiting cases that an arrival finds, on average. */
  readonly meanFound: number;
}

const FEWEST_IN_BAND = 20;

export function measureQueue(visits: Visits, clock: WorkedClock): QueueBehaviour {
  const { arrivedMs, begunMs, count } = visits;
  const arrived = arrivedMs.map(clock);
  const waits = begunMs.map((ms, at) => clock(ms) - (arrived[at] ?? 0));
  // Cases that are taken up at once never wait: they say nothing about the service rate while others wait.
  const begun = begunMs
    .map(clock)
    .filter((_, at) => (waits[at] ?? 0) > 0)
    .sort();
  const found = new Float64Array(count);
  // Bands of queue lengths: 1, 2-3, 4-7, …
  const time = new Float64Array(32);
  const weighted = new Float64Array(32);
  const begins = new Float64Array(32);
  let waiting = 0;
  let lastMs = arrived[0] ?? 0;
  let nextBegin = 0;
  const pass = (untilMs: number): void => {
    if (waiting > 0 && untilMs > lastMs) {
      const band = Math.floor(Math.log2(waiting));
      time[band] = (time[band] ?? 0) + untilMs - lastMs;
      weighted[band] = (weighted[band] ?? 0) + waiting * (untilMs - lastMs);
    }
    lastMs = Math.max(lastMs, untilMs);
  };
  for (let at = 0; at < count; at++) {
    const arrivesMs = arrived[at] ?? 0;
    while (nextBegin < begun.length && (begun[nextBegin] ?? 0) <= arrivesMs && waiting > 0) {
      pass(begun[nextBegin] ?? 0);
      const band = Math.floor(Math.log2(waiting));
      begins[band] = (begins[band] ?? 0) + 1;
      waiting--;
      nextBegin++;
    }
    pass(arrivesMs);
    found[at] = waiting;
    if ((waits[at] ?? 0) > 0) waiting++;
  }
  const bands = Array.from(time.keys()).filter(
    (band) => (begins[band] ?? 0) >= FEWEST_IN_BAND && (time[band] ?? 0) > 0,
  );
  const points = bands.map((band) => ({
    length: Math.log((weighted[band] ?? 0) / (time[band] ?? 1)),
    rate: Math.log((begins[band] ?? 0) / (time[band] ?? 1)),
    weight: begins[band] ?? 0,
  }));
  return {
    ...slopeOf(points),
    // Asked for where the slope tells of a queue only: it sorts all visits.
    get correlation() {
      return rankCorrelation(found, waits);
    },
    meanFound: found.reduce((total, one) => total + one, 0) / count,
  };
}

/**
 * Cases taken up per worked millisecond while at least `fewestWaiting` wait, so that nobody is idle: from one begin to the
 * next, as before the first performers finish what they had begun earlier, which takes less than a whole service. Null where
 * it is seen too seldom.
 */
export function measureFullRate(
  { arrivedMs, begunMs }: Visits,
  clock: WorkedClock,
  fewestWaiting: number,
): number | null {
  const begunAt = Float64Array.from(begunMs, clock);
  const waits = (_: number, at: number): boolean => (begunAt[at] ?? 0) > clock(arrivedMs[at] ?? 0);
  const arrived = Float64Array.from(arrivedMs, clock).filter(waits);
  const begun = begunAt.filter(waits).sort();
  let come = 0;
  let begins = 0;
  let timeMs = 0;
  for (let at = 1; at < begun.length; at++) {
    const [lastMs = 0, nextMs = 0] = [begun[at - 1], begun[at]];
    while (come < arrived.length && (arrived[come] ?? 0) <= lastMs) come++;
    if (come - at < fewestWaiting) continue;
    begins++;
    timeMs += nextMs - lastMs;
  }
  return begins >= FEWEST_IN_BAND && timeMs > 0 ? begins / timeMs : null;
}

function slopeOf(
  points: readonly { readonly length: number; readonly rate: number; readonly weight: number }[],
): Pick<QueueBehaviour, "slope" | "slopeError"> {
  const weight = points.reduce((sum, one) => sum + one.weight, 0);
  const meanLength = points.reduce((sum, one) => sum + one.weight * one.length, 0) / weight;
  const meanRate = points.reduce((sum, one) => sum + one.weight * one.rate, 0) / weight;
  const square = points.reduce((sum, one) => sum + one.weight * (one.length - meanLength) ** 2, 0);
  const product = points.reduce((sum, one) => sum + one.weight * (one.length - meanLength) * (one.rate - meanRate), 0);
  return points.length > 1 && square > 0
    ? { slope: product / square, slopeError: 1 / Math.sqrt(square) }
    : { slope: 1, slopeError: Number.POSITIVE_INFINITY };
}

/** Mean wait of cases that come at ascending times and are served first come, first served by `servers`, each in `serviceMs`. */
export function simulateQueue(arrivedMs: Float64Array, servers: number, serviceMs: number): number {
  const freeAt = new Float64Array(servers);
  let next = 0;
  let waitedMs = 0;
  // Every service takes as long, so servers become free in the order in which they were taken.
  for (const arrives of arrivedMs) {
    const begins = Math.max(arrives, freeAt[next] ?? 0);
    waitedMs += begins - arrives;
    freeAt[next] = begins + serviceMs;
    next = (next + 1) % servers;
  }
  return arrivedMs.length === 0 ? 0 : waitedMs / arrivedMs.length;
}
