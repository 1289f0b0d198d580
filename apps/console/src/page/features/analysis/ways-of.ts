import { formatDuration, formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import type { Predictions, Risk } from "./findings.ts";
import type { Way } from "./prediction-ways.tsx";

/** The way that is used first, then the others as they come. */
function withUsed(used: Omit<Way, "isUsed">, others: readonly Omit<Way, "isUsed">[]): readonly Way[] {
  return [
    { ...used, isUsed: true },
    ...others.filter(({ name }) => name !== used.name).map((one) => ({ ...one, isUsed: false })),
  ];
}

/** Ways to predict the next step: the longer the bar, the more often right. */
export function nextStepWays({
  recommended,
  accuracy,
  baselines,
}: NonNullable<Predictions["pathPrediction"]>): readonly Way[] {
  const texts = t.value.findings.predictions;
  const way = (name: string, share: number) => ({ name, text: texts.right(formatShare(share)), length: share });
  return withUsed(
    way(recommended, accuracy),
    baselines.map((one) => way(one.name, one.accuracy)),
  );
}

/** Ways to predict the remaining time: the shorter the bar, the nearer; those whose error isn't known are left out. */
export function remainingTimeWays({
  recommended,
  meanAbsoluteErrorSec,
  baselines,
}: NonNullable<Predictions["cycleTimePrediction"]>): readonly Way[] {
  const texts = t.value.findings.predictions;
  const known = baselines.flatMap((one) =>
    one.meanAbsoluteErrorSec === undefined ? [] : [{ name: one.name, seconds: one.meanAbsoluteErrorSec }],
  );
  const most = Math.max(1, meanAbsoluteErrorSec, ...known.map(({ seconds }) => seconds));
  const way = (name: string, seconds: number) => ({
    name,
    text: texts.error(formatDuration(seconds)),
    length: seconds / most,
  });
  return withUsed(
    way(recommended, meanAbsoluteErrorSec),
    known.map(({ name, seconds }) => way(name, seconds)),
  );
}

/** Methods that predict a risk: the shorter the bar, the nearer their probabilities are to what happened. */
export function riskWays({ recommended = "", brierScore = 0, baselineBrierScore = 0 }: Risk): readonly Way[] {
  const texts = t.value.findings.predictions;
  const most = Math.max(1e-9, brierScore, baselineBrierScore);
  const way = (name: string, score: number) => ({
    name,
    text: texts.brier(formatNumber(score, 3)),
    length: score / most,
  });
  return withUsed(way(recommended, brierScore), [way(BASELINE, baselineBrierScore)]);
}

const BASELINE = "share after the latest activity";
