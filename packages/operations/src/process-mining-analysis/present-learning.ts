import { spanText } from "@longhaul/domain";
import { cutList, withCuts } from "../basics/cut-list.ts";
import { presentRunningCases } from "../findings/running-cases.ts";
import { presentDefended, trainedModels } from "./confidence.ts";
import { presentRisks, type TargetQuestion } from "./prediction-targets.ts";
import type {
  AnomalyReport,
  InputImportance,
  NextActivityScore,
  PatternReport,
  PredictionOutcome,
  RemainingTimeScore,
  SimplePredictionOutcome,
  SimplePredictionReport,
} from "@longhaul/process-mining";

/** Presents the anomalies; figures of planted ones only if some could be planted. */
export function presentAnomalies({
  detected,
  highSeverity,
  mediumSeverity,
  lowSeverity,
  quality,
  thresholds,
}: AnomalyReport): Record<string, unknown> {
  return {
    detected,
    highSeverity,
    mediumSeverity,
    lowSeverity,
    falsePositiveRate: thresholds.falseDiscoveryRate,
    ...(quality === undefined
      ? {}
      : {
          falseAlarmsOnTypical: Number(quality.falsePositiveRate.toFixed(4)),
          recallOnPlanted: Number(quality.recall.toFixed(4)),
          estimatedOnCases: quality.typicalCases,
        }),
  };
}

/** Presents the predictions: the figures of the recommended model, with all that it was compared with. */
export function presentPredictions(
  prediction: PredictionOutcome | SimplePredictionOutcome,
  targets: readonly TargetQuestion[],
): Record<string, unknown> {
  if (prediction.outcome === "not-enough-data") return { notAvailable: prediction.reason };
  if (prediction.outcome === "predicted-simply") return presentSimply(prediction.report);
  const { pathPrediction: path, cycleTimePrediction: time, split, attributes } = prediction.report;
  return {
    ...(time.outcome === "predicted"
      ? {
          cycleTimePrediction: {
            accuracy: round(time.accuracy),
            meanAbsoluteError: spanText(3600 * time.meanAbsoluteErrorHours),
            meanAbsoluteErrorSec: round(3600 * time.meanAbsoluteErrorHours),
            recommended: time.recommended,
            beatsBaseline: time.beatsBaseline,
            ...presentDefended(time.defended),
            baselines: time.baselines.map(presentTime),
            ...presentInputs(time.importance),
          },
        }
      : {}),
    pathPrediction: {
      accuracy: round(path.accuracy),
      confidence: round(path.confidence),
      recommended: path.recommended,
      beatsBaseline: path.beatsBaseline,
      ...presentDefended(path.defended),
      baselines: path.baselines.map(presentPath),
      ...presentInputs(path.importance),
    },
    attributes: {
      used: attributes.used,
      ...withCuts({ leftOut: cutList(attributes.leftOut, SHOWN_LEFT_OUT, "as in the table") }),
    },
    ...presentRisks(prediction, targets),
    models: trainedModels(prediction),
    runningCases: presentRunningCases(prediction.report),
    evaluation: presentSplit(split),
  };
}

/** Presents the patterns, with the first of each kind; critical paths only if the log has times. */
export function presentPatterns(
  { frequentPatterns, rarePatterns, criticalPaths, frequent, rare, critical }: PatternReport,
  isTimed: boolean,
): Record<string, unknown> {
  return {
    frequentPatterns,
    rarePatterns,
    ...(isTimed ? { criticalPaths } : {}),
    examples: withCuts({
      frequent: cutList(frequent, 10, "cases, most first", frequentPatterns),
      rare: cutList(rare, 10, "cases, fewest first", rarePatterns),
      ...(isTimed ? { critical: cutList(critical, 5, "time, most first", criticalPaths) } : {}),
    }),
  };
}

function presentSimply({ pathPrediction: path, cycleTimePrediction: time, split }: SimplePredictionReport) {
  return {
    ...(time.outcome === "predicted"
      ? {
          cycleTimePrediction: {
            accuracy: round(time.recommended.accuracy),
            meanAbsoluteError: spanText(3600 * time.recommended.meanAbsoluteErrorHours),
            meanAbsoluteErrorSec: round(3600 * time.recommended.meanAbsoluteErrorHours),
            recommended: time.recommended.name,
            ...presentDefended(time.defended),
            baselines: time.baselines.map(presentTime),
          },
        }
      : {}),
    pathPrediction: {
      accuracy: round(path.recommended.accuracy),
      confidence: round(path.recommended.confidence),
      recommended: path.recommended.name,
      ...presentDefended(path.defended),
      baselines: path.baselines.map(presentPath),
    },
    evaluation: presentSplit(split),
  };
}

const CENSORED =
  "Cases under way were used as far as they had come, and cases that ended stand for them, by the inverse probability that their end was seen (Kaplan-Meier)";

/** Most left-out attributes that are listed. */
const SHOWN_LEFT_OUT = 20;
const SHOWN_INPUTS = 12;

function presentInputs(importance: readonly InputImportance[]): Record<string, unknown> {
  const inputs = importance.map(({ input, errorGrows }) => ({ input, errorGrows: round(errorGrows) }));
  return withCuts({ inputs: cutList(inputs, SHOWN_INPUTS, "errorGrows, most first") });
}

function presentTime({ name, meanAbsoluteErrorHours }: RemainingTimeScore) {
  const seconds = 3600 * meanAbsoluteErrorHours;
  return { name, meanAbsoluteError: spanText(seconds), meanAbsoluteErrorSec: round(seconds) };
}

function presentPath({ name, accuracy }: NextActivityScore) {
  return { name, accuracy: round(accuracy) };
}

function presentSplit(split: SimplePredictionReport["split"]) {
  const { splitMs, trainCases, underWayCases, testCases, openTestCases, largestWeight } = split;
  return {
    splitDate: new Date(splitMs).toISOString(),
    trainCases,
    casesUnderWay: underWayCases,
    shareUnderWay: round(underWayCases / (trainCases + underWayCases + testCases)),
    testCases,
    testCasesUnderWay: openTestCases,
    largestWeight: round(largestWeight),
    ...(underWayCases + openTestCases === 0 ? {} : { note: CENSORED }),
  };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
