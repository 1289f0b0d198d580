import type { EventLog } from "@longhaul/event-log";
import type { Variants } from "../graph/variants.ts";
import { variantActivities } from "../graph/variants.ts";

/** A path whose cases hold much of the time that all cases take. */
export interface CriticalPath {
  readonly activities: readonly string[];
  readonly cases: number;
  /** Time of its cases, added up. */
  readonly totalSec: number;
  /** Share of the time of all cases. */
  readonly share: number;
  readonly meanSec: number;
  /** The step of the path on which its cases spend most time, from one completion to the next. */
  readonly slowestStep: { readonly from: string; readonly to: string; readonly share: number } | null;
}

const coveredShare = 0.5;
const leastShare = 0.01;

/**
 * The critical paths: the variants taken in the order of the time that their cases hold, until half of all time is
 * covered; one that holds less than 1 % of it isn't critical.
 */
export function findCriticalPaths(log: EventLog, variants: Variants, caseSeconds: Float64Array): CriticalPath[] {
  const totals = new Float64Array(variants.variantCount);
  let all = 0;
  for (let owner = 0; owner < log.caseCount; owner++) {
    const variant = variants.variantOfCase[owner] ?? 0;
    totals[variant] = (totals[variant] ?? 0) + (caseSeconds[owner] ?? 0);
    all += caseSeconds[owner] ?? 0;
  }
  if (all <= 0) return [];
  const order = Array.from(totals.keys()).toSorted((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0) || a - b);
  const critical: number[] = [];
  let covered = 0;
  for (const variant of order) {
    const share = (totals[variant] ?? 0) / all;
    if (covered >= coveredShare || share < leastShare) break;
    covered += share;
    critical.push(variant);
  }
  const gaps = addUpGaps(log, variants, critical);
  return critical.map((variant) => {
    const activities = variantActivities(log, variants, variant);
    const totalSec = totals[variant] ?? 0;
    const cases = variants.counts[variant] ?? 0;
    return {
      activities,
      cases,
      totalSec,
      share: totalSec / all,
      meanSec: totalSec / cases,
      slowestStep: slowestStep(activities, gaps.get(variant) ?? new Float64Array()),
    };
  });
}

/** Seconds between the completions of each step and the next, added up over the cases of the wanted variants. */
function addUpGaps(log: EventLog, variants: Variants, wanted: readonly number[]): Map<number, Float64Array> {
  const gaps = new Map<number, Float64Array>();
  for (const variant of wanted) {
    const owner = variants.firstCases[variant] ?? 0;
    const length = (log.caseOffsets[owner + 1] ?? 0) - (log.caseOffsets[owner] ?? 0);
    gaps.set(variant, new Float64Array(length - 1));
  }
  for (let owner = 0; owner < log.caseCount; owner++) {
    const ofVariant = gaps.get(variants.variantOfCase[owner] ?? 0);
    if (ofVariant === undefined) continue;
    const first = log.caseOffsets[owner] ?? 0;
    for (let step = 0; step < ofVariant.length; step++) {
      const gapMs = (log.endMs[first + step + 1] ?? 0) - (log.endMs[first + step] ?? 0);
      ofVariant[step] = (ofVariant[step] ?? 0) + Math.max(0, gapMs) / 1000;
    }
  }
  return gaps;
}

function slowestStep(activities: readonly string[], gaps: Float64Array): CriticalPath["slowestStep"] {
  let slowest = 0;
  let sum = 0;
  for (const [step, seconds] of gaps.entries()) {
    sum += seconds;
    if (seconds > (gaps[slowest] ?? 0)) slowest = step;
  }
  if (sum <= 0) return null;
  return { from: activities[slowest] ?? "", to: activities[slowest + 1] ?? "", share: (gaps[slowest] ?? 0) / sum };
}
