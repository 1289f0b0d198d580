import type { Pacer } from "@longhaul/domain";

/** Logarithms of the factors of (hours + 1) between which the true hours are expected. */
export interface IntervalBounds {
  readonly low: number;
  readonly high: number;
}

/** Intervals around predicted hours. */
export interface ConformalInterval {
  /** Share of cases' rows that they are made to cover. */
  readonly level: number;
  readonly overall: IntervalBounds;
  /** Predicted hours up to which a prediction belongs to the shortest third, and up to which to the middle one. */
  readonly upToHours: readonly [number, number];
  /** By third and the code of the latest activity, and by third alone, as `groupOf` names them, where there were enough cases. */
  readonly byGroup: ReadonlyMap<string, IntervalBounds>;
  /** Share of the rows of the later test cases that intervals covered in which they had no part. */
  readonly coverage: number;
  /** The same for the third of these rows with the shortest predicted hours, the middle and the longest. */
  readonly coverageByThird: readonly number[];
  /** Rows of the earlier test cases, and of the later ones. */
  readonly calibratedOn: number;
  readonly checkedOn: number;
}

/** Predicted hours beside what came, by row. */
export interface JudgedHours {
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
  readonly weights: Float64Array;
  /** Codes of the latest activities. */
  readonly lastActivity: ArrayLike<number>;
  readonly caseOf: ArrayLike<number>;
}

/** With fewer rows on either side nothing is said. */
const LEAST_ROWS = 30;
/** With fewer rows, or cases, in a group those of the next wider one are taken. */
const LEAST_ROWS_OF_GROUP = 50;
const LEAST_CASES_OF_GROUP = 10;
/** The later cases are checked in so many steps, each of at least `LEAST_CASES_OF_STEP` cases. */
const MOST_STEPS = 8;
const LEAST_CASES_OF_STEP = 10;
/** How much of what a step lacked, or had too much, is made good in the next one. */
const FEEDBACK = 0.5;
/** How far feedback may lead. */
const LEAST_LEVEL = 0.7;
const MOST_LEVEL = 0.98;

/**
 * Split conformal prediction in the order in which cases began: the distances on a logarithmic scale, below and above, that
 * predictions for earlier test cases keep to what came make the intervals of later ones: by how long the prediction
 * is (a third each) and the latest activity, where there are enough. What a step of later cases lacks in coverage is made good in the next, as processes change. Each row counts for
 * its weight; rows of one case depend on each other, so that coverage is measured, not promised. Null where there are too few.
 *
 * Sources: Lei et al., Distribution-Free Predictive Inference for Regression (2018), section 2.2; Vovk, Conditional Validity
 * of Inductive Conformal Predictors (2012), for groups; Gibbs and Candès, Adaptive Conformal Inference Under Distribution
 * Shift (2021), for the feedback.
 *
 * @param casesByBegin - all test cases, also those without a row
 */
export async function calibrateInterval(
  judged: JudgedHours,
  casesByBegin: ArrayLike<number>,
  level: number,
  pacer: Pacer,
): Promise<ConformalInterval | null> {
  const rankOf = new Map(Array.from(casesByBegin, (owner, rank) => [owner, rank]));
  const ranks = Float64Array.from(judged.caseOf, (owner) => rankOf.get(owner) ?? 0);
  const earlierCases = Math.ceil(casesByBegin.length / 2);
  const laterCases = casesByBegin.length - earlierCases;
  const calibratedOn = ranks.reduce((rows, rank) => rows + (rank < earlierCases ? 1 : 0), 0);
  const checkedOn = ranks.length - calibratedOn;
  if (calibratedOn < LEAST_ROWS || checkedOn < LEAST_ROWS) return null;

  const distances = judged.actual.map((hours, row) => Math.log1p(hours) - Math.log1p(judged.predicted[row] ?? 0));
  const rows = Uint32Array.from(distances.keys()).sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0));
  const steps = Math.max(1, Math.min(MOST_STEPS, Math.floor(laterCases / LEAST_CASES_OF_STEP)));
  const endOfStep = (step: number): number => earlierCases + Math.round((step * laterCases) / steps);
  let aim = level;
  const seen: Uint32Array[] = [];
  const held = new Uint8Array(ranks.length);
  for (let step = 0; step < steps; step++) {
    await pacer.pause();
    const begin = endOfStep(step);
    const end = endOfStep(step + 1);
    const isBefore = (row: number): boolean => (ranks[row] ?? 0) < begin;
    const isChecked = (row: number): boolean => !isBefore(row) && (ranks[row] ?? 0) < end;
    const bounds = measureBounds(judged, distances, rows.filter(isBefore), aim);
    const checked = rows.filter(isChecked);
    const all = massOf(judged, checked);
    if (all === 0) continue;
    for (const row of checked) held[row] = isCovered(judged, bounds, row) ? 1 : 0;
    const covered = massOf(
      judged,
      checked.filter((row) => held[row] === 1),
    );
    seen.push(checked);
    aim = Math.max(LEAST_LEVEL, Math.min(MOST_LEVEL, aim + FEEDBACK * (level - covered / all)));
  }
  const byHours = seen
    .flatMap((of) => Array.from(of))
    .toSorted((a, b) => (judged.predicted[a] ?? 0) - (judged.predicted[b] ?? 0));
  const coverageOf = (of: readonly number[]): number =>
    massOf(
      judged,
      of.filter((row) => held[row] === 1),
    ) / massOf(judged, of);
  const third = (at: number): number => Math.round((at * byHours.length) / 3);
  return {
    level,
    ...measureBounds(judged, distances, rows, aim),
    coverage: coverageOf(byHours),
    coverageByThird: [0, 1, 2].map((at) => coverageOf(byHours.slice(third(at), third(at + 1)))),
    calibratedOn,
    checkedOn,
  };
}

type Bounds = Pick<ConformalInterval, "overall" | "upToHours" | "byGroup">;

/** @param rows - by rising distance */
function measureBounds(judged: JudgedHours, distances: Float64Array, rows: Uint32Array, level: number): Bounds {
  const hours = Float64Array.from(rows, (row) => judged.predicted[row] ?? 0).sort();
  const upTo = (third: number): number => hours[Math.ceil((third * hours.length) / 3) - 1] ?? 0;
  const upToHours = [upTo(1), upTo(2)] as const;
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    for (const group of groupsOf(judged.predicted[row] ?? 0, judged.lastActivity[row] ?? 0, upToHours)) {
      const some = groups.get(group);
      if (some === undefined) groups.set(group, [row]);
      else some.push(row);
    }
  }
  const isEnough = (some: readonly number[]): boolean =>
    some.length >= LEAST_ROWS_OF_GROUP && new Set(some.map((row) => judged.caseOf[row])).size >= LEAST_CASES_OF_GROUP;
  return {
    overall: boundsOf(judged, distances, rows, level),
    upToHours,
    byGroup: new Map(
      [...groups].flatMap(([group, some]) =>
        isEnough(some) ? [[group, boundsOf(judged, distances, some, level)]] : [],
      ),
    ),
  };
}

/** The groups of a prediction, the narrowest first. */
function groupsOf(hours: number, lastActivity: number, [short, middle]: readonly [number, number]): readonly string[] {
  const third = hours <= short ? "short" : hours <= middle ? "middle" : "long";
  return [`${third} after ${lastActivity}`, third];
}

function boundsOf(
  judged: JudgedHours,
  distances: Float64Array,
  rows: ArrayLike<number>,
  level: number,
): IntervalBounds {
  // One more than there are, as far off as any, for the case that is predicted.
  const side = Math.min(1, (1 + level * (1 + 1 / rows.length)) / 2) - 1e-9;
  const wanted = side * massOf(judged, rows);
  const reach = (rowAt: (at: number) => number): number => {
    let reached = 0;
    let distance = 0;
    for (let at = 0; at < rows.length && reached < wanted; at++) {
      reached += judged.weights[rowAt(at)] ?? 0;
      distance = distances[rowAt(at)] ?? 0;
    }
    return distance;
  };
  return { low: reach((at) => rows[rows.length - 1 - at] ?? 0), high: reach((at) => rows[at] ?? 0) };
}

function massOf({ weights }: JudgedHours, rows: ArrayLike<number>): number {
  let mass = 0;
  for (let at = 0; at < rows.length; at++) mass += weights[rows[at] ?? 0] ?? 0;
  return mass;
}

function isCovered({ predicted, actual, lastActivity }: JudgedHours, bounds: Bounds, row: number): boolean {
  const hours = actual[row] ?? 0;
  const [low, high] = intervalAround(predicted[row] ?? 0, lastActivity[row] ?? 0, bounds);
  const rounding = 1e-9 * (1 + hours);
  return low - rounding <= hours && hours <= high + rounding;
}

/** The interval around a prediction after an activity, in hours. */
export function intervalAround(
  hours: number,
  lastActivity: number,
  { overall, upToHours, byGroup }: Bounds,
): readonly [low: number, high: number] {
  const [narrow = "", wide = ""] = groupsOf(hours, lastActivity, upToHours);
  const { low, high } = byGroup.get(narrow) ?? byGroup.get(wide) ?? overall;
  const around = (distance: number): number => Math.max(0, Math.expm1(Math.log1p(hours) + distance));
  return [around(low), around(high)];
}
