import { intervalOfMean, meanOf, type Interval } from "../numbers/statistics.ts";
import type { QuestionContext } from "./question.ts";
import type { RecommendationPriority, SavingEvidence } from "./recommendation.ts";

/** What saves less than this share of the mean cycle time isn't worth a recommendation. */
export const LEAST_EFFECT = 0.01;

const HIGH_FROM = 0.1;
const MEDIUM_FROM = 0.03;

export function priorityOf(effect: number): RecommendationPriority {
  if (effect >= HIGH_FROM) return "High";
  return effect >= MEDIUM_FROM ? "Medium" : "Low";
}

/** What a change saves over all cases. */
export interface Saving {
  /** Share of the mean cycle time. */
  readonly effect: number;
  readonly interval: Interval;
  readonly meanSec: number;
  readonly changedMeanSec: number;
}

/**
 * The saving of a change that takes `savedSec` from each case. Its interval is that of the mean over blocks of cases in
 * the order of time. Null where it is below 1 %, or where the interval doesn't leave 0 out.
 */
export function judgeSaving({ log, caseSeconds }: QuestionContext, savedSec: Float64Array): Saving | null {
  const inTime = Array.from(savedSec.keys()).toSorted(
    (a, b) => (log.endMs[log.caseOffsets[a] ?? 0] ?? 0) - (log.endMs[log.caseOffsets[b] ?? 0] ?? 0),
  );
  const meanSec = meanOf(caseSeconds);
  const saved = meanOf(savedSec);
  const { low, high } = intervalOfMean(Float64Array.from(inTime, (owner) => savedSec[owner] ?? 0));
  if (!(meanSec > 0) || !(low > 0) || saved / meanSec < LEAST_EFFECT) return null;
  return {
    effect: saved / meanSec,
    interval: { low: low / meanSec, high: high / meanSec },
    meanSec,
    changedMeanSec: meanSec - saved,
  };
}

/** Figures of the saving, as evidence. */
export function savingEvidence({ effect, interval, meanSec, changedMeanSec }: Saving): SavingEvidence {
  return {
    shareSaved: effect,
    shareSavedLow: interval.low,
    shareSavedHigh: interval.high,
    meanCycleTimeSec: meanSec,
    whatIfMeanCycleTimeSec: changedMeanSec,
  };
}
