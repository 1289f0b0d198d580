import { rankCorrelation } from "../causes/statistics.ts";
import type { Visits } from "./visits.ts";

const HOUR_MS = 3_600_000;
const HOURS_OF_WEEK = 168;
/** An hour of the week counts as worked when it sees at least this share of the mean hour's begins. */
const WORKED_SHARE = 0.1;
/** 1 January 1970 was a Thursday; hours of the week count from Monday. */
const MONDAY_OFFSET_MS = 3 * 24 * HOUR_MS;

/** Milliseconds that passed in the hours of the week in which an activity is begun. */
export type WorkedClock = (ms: number) => number;

/** A clock that runs only in the hours of the week (UTC) in which the activity is begun. */
export function workedClock({ begunMs }: Visits): WorkedClock {
  const begins = new Float64Array(HOURS_OF_WEEK);
  for (const ms of begunMs) {
    const hour = Math.floor((((ms + MONDAY_OFFSET_MS) / HOUR_MS) % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK;
    begins[hour] = (begins[hour] ?? 0) + 1;
  }
  const least = (WORKED_SHARE * begunMs.length) / HOURS_OF_WEEK;
  const before = new Float64Array(HOURS_OF_WEEK + 1);
  for (let hour = 0; hour < HOURS_OF_WEEK; hour++)
    before[hour + 1] = (before[hour] ?? 0) + ((begins[hour] ?? 0) >= least ? HOUR_MS : 0);
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

/** How the rate at which cases are taken up depends on how many wait. */
export interface QueueBehaviour {
  /**
   * Slope of log(rate) over log(cases waiting): 1 where each case is taken up in its own time however many wait, 0 where
   * no more get done the more wait, as with servers that are always busy.
   */
  readonly slope: number;
  /** Spearman's correlation of the cases found waiting on arrival with the own wait. */
  readonly correlation: number;
  /** Cases taken up per worked millisecond while many wait. */
  readonly fullRate: number;
  /** Waiting cases that an arrival finds, on average. */
  readonly meanFound: number;
}

const FEWEST_IN_BAND = 20;
const FEWEST_BANDS = 2;

/** Null where too few different lengths of the queue were seen. */
export function measureQueue(visits: Visits, clock: WorkedClock): QueueBehaviour | null {
  const { arrivedMs, begunMs, count } = visits;
  const arrived = Float64Array.from(arrivedMs, clock);
  const begun = Float64Array.from(begunMs, clock).sort();
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
    while (nextBegin < count && (begun[nextBegin] ?? 0) <= arrivesMs && waiting > 0) {
      pass(begun[nextBegin] ?? 0);
      const band = Math.floor(Math.log2(waiting));
      begins[band] = (begins[band] ?? 0) + 1;
      waiting--;
      nextBegin++;
    }
    pass(arrivesMs);
    found[at] = waiting;
    waiting++;
  }
  const bands = Array.from(time.keys()).filter(
    (band) => (begins[band] ?? 0) >= FEWEST_IN_BAND && (time[band] ?? 0) > 0,
  );
  if (bands.length < FEWEST_BANDS) return null;
  const points = bands.map((band) => ({
    length: Math.log((weighted[band] ?? 0) / (time[band] ?? 1)),
    rate: Math.log((begins[band] ?? 0) / (time[band] ?? 1)),
    weight: begins[band] ?? 0,
  }));
  const upper = bands.slice(Math.floor(bands.length / 2));
  const sum = (of: Float64Array): number => upper.reduce((total, band) => total + (of[band] ?? 0), 0);
  const waits = Float64Array.from(begunMs, (ms, at) => clock(ms) - (arrived[at] ?? 0));
  return {
    slope: slopeOf(points),
    correlation: rankCorrelation(found, waits),
    fullRate: sum(begins) / sum(time),
    meanFound: found.reduce((total, one) => total + one, 0) / count,
  };
}

function slopeOf(
  points: readonly { readonly length: number; readonly rate: number; readonly weight: number }[],
): number {
  const weight = points.reduce((sum, one) => sum + one.weight, 0);
  const meanLength = points.reduce((sum, one) => sum + one.weight * one.length, 0) / weight;
  const meanRate = points.reduce((sum, one) => sum + one.weight * one.rate, 0) / weight;
  const square = points.reduce((sum, one) => sum + one.weight * (one.length - meanLength) ** 2, 0);
  const product = points.reduce((sum, one) => sum + one.weight * (one.length - meanLength) * (one.rate - meanRate), 0);
  return square > 0 ? product / square : 1;
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
