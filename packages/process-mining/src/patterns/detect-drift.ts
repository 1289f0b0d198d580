import { spanOfCase, type EventLog, type RunOptions } from "@longhaul/event-log";
import { midRanks } from "../numbers/statistics.ts";
import { quantile } from "../numbers/quantile.ts";
import { Pacer } from "@longhaul/domain";
import { FEWEST_VALUES, testChange } from "./test-change.ts";
import { frequentSteps } from "./frequent-steps.ts";

/** How likely it is to find any drift in a process that has none. */
const FALSE_ALARMS = 0.01;
/** Smaller changes aren't reported, however significant: as a ratio of medians, and in points of a share. */
const LEAST_RATIO = 1.25;
const LEAST_POINTS = 0.1;
const MOST_STEPS_TOLD = 10;

/** A figure before and after the process changed. */
export interface DriftChange {
  /** When the first case after the change began, in ms since the epoch. */
  readonly changedAtMs: number;
  readonly before: number;
  readonly after: number;
  readonly casesBefore: number;
  readonly casesAfter: number;
  readonly pValue: number;
}

/** How the process changed over time. */
export interface Drift {
  readonly casesCompared: number;
  /** What was tested: the durations, and in how many cases each frequent step is. */
  readonly tests: number;
  /** Change of the median duration, in seconds; null without one. */
  readonly duration: DriftChange | null;
  /** Changes of the share of cases with a step from one activity to another, the largest first, at most ten. */
  readonly steps: readonly (DriftChange & { readonly from: string; readonly to: string })[];
}

/**
 * Whether a process changed over the time of its log: its durations (by their ranks) and the paths (by the share of cases
 * with each frequent step), each by `testChange`, Bonferroni over all that is tested. In a stable process, any of them is
 * reported for one log in a hundred. Cases that began too late to have ended (95 % of the cases take no longer) would
 * look short and are left out. Null where fewer than 100 cases remain.
 */
export async function detectDrift(
  log: EventLog,
  caseSeconds: Float64Array,
  run: RunOptions = {},
): Promise<Drift | null> {
  const pacer = new Pacer(run);
  const beginMs = Float64Array.from({ length: log.caseCount }, (_, owner) => spanOfCase(log, owner).firstMs);
  const lastMs = log.endMs.reduce((latest, ms) => Math.max(latest, ms), Number.NEGATIVE_INFINITY);
  const usualSec = quantile(caseSeconds.toSorted(), 0.95);
  const cases = Uint32Array.from(beginMs.keys())
    .filter((owner) => (beginMs[owner] ?? 0) <= lastMs - 1000 * usualSec)
    .sort((a, b) => (beginMs[a] ?? 0) - (beginMs[b] ?? 0));
  if (cases.length < FEWEST_VALUES) return null;
  const steps = frequentSteps(log, cases);
  const tests = 1 + steps.length;
  const changeOf = (values: ArrayLike<number>, figure: (from: number, to: number) => number): DriftChange | null => {
    const test = testChange(values);
    if (test === null || test.pValue >= FALSE_ALARMS / tests) return null;
    return {
      changedAtMs: beginMs[cases[test.at] ?? 0] ?? 0,
      before: figure(0, test.at),
      after: figure(test.at, cases.length),
      casesBefore: test.at,
      casesAfter: cases.length - test.at,
      pValue: test.pValue,
    };
  };
  const seconds = Float64Array.from(cases, (owner) => caseSeconds[owner] ?? 0);
  await pacer.pause();
  const duration = changeOf(midRanks(seconds).ranks, (from, to) => quantile(seconds.slice(from, to).sort(), 0.5));
  const changed = [];
  for (const [number, { from, to, isIn }] of steps.entries()) {
    await pacer.pause();
    run.onProgress?.(number / steps.length);
    const shareOf = (first: number, end: number): number =>
      isIn.subarray(first, end).reduce((sum, one) => sum + one, 0) / (end - first);
    const change = changeOf(isIn, shareOf);
    if (change !== null && Math.abs(change.after - change.before) >= LEAST_POINTS)
      changed.push({ from: log.activities[from] ?? "", to: log.activities[to] ?? "", ...change });
  }
  run.onProgress?.(1);
  return {
    casesCompared: cases.length,
    tests,
    duration: duration !== null && isOtherwise(duration) ? duration : null,
    steps: changed
      .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
      .slice(0, MOST_STEPS_TOLD),
  };
}

function isOtherwise({ before, after }: DriftChange): boolean {
  return Math.max(before, after) >= LEAST_RATIO * Math.min(before, after);
}
