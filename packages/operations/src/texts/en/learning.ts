import { formatsIn } from "@longhaul/domain";
import type { ModelQuality } from "@longhaul/process-mining";

const { percent } = formatsIn("en");

type QualityLimits = Pick<ModelQuality, "exactCases" | "alignedCases" | "isPrecisionExact">;

/** How good the model is, what can be predicted, and what stands out. */
export const learning = {
  modelTable: "The discovered process model and how well it fits the log",
  predictionTable: "Prediction, tested on the latest cases, which no model had seen",
  anomaliesTable: "Cases that stand out",
  rows: {
    algorithm: "Algorithm",
    fitness: "Fitness",
    fittingCases: "Cases that fit entirely",
    precision: "Precision",
    generalisation: "Generalisation",
    simplicity: "Simplicity",
    nextRecommended: "Next activity: recommended way",
    nextAccuracy: "Next activity: accuracy",
    nextDefended: "Next activity: accuracy that can be defended",
    timeRecommended: "Remaining time: recommended way",
    timeError: "Remaining time: mean absolute error",
    timeDefended: "Remaining time: accuracy that can be defended",
    trainCases: "Cases learnt from",
    testCases: "Cases tested on",
    casesUnderWay: "Cases under way then, used as far as they had come",
    runningCases: "Running cases that are predicted",
    intervalLevel: "Intervals of remaining time: made to cover",
    intervalCoverage: "Intervals of remaining time: did cover",
    anomalies: "Anomalies",
    highSeverity: "High severity",
    mediumSeverity: "Medium severity",
    lowSeverity: "Low severity",
    falseDiscoveries: "Share of these that may be false, on average at most",
  },
  simplified:
    "The log has so little structure that the search for it ended after a fixed number of steps: parts of the model allow their activities in any order. Filter activities or variants, or choose a coarser activity column, for a model that says more.",
  /** What of the model's quality isn't known exactly; empty where all is. */
  limits: ({ exactCases, alignedCases, isPrecisionExact }: QualityLimits): string =>
    [
      ...(exactCases === 1
        ? []
        : [
            `Of ${percent(1 - exactCases)} of the cases it took too long to find out whether they fit; none of them is counted as fitting.`,
          ]),
      ...(alignedCases === 1
        ? []
        : [
            `Of ${percent(1 - alignedCases)} of the cases it took too long to find how little they deviate; what they deviate at least is counted, so that the fitness by alignments is at most the one told.`,
          ]),
      ...(isPrecisionExact
        ? []
        : ["The model has too many states for an exact precision: it is estimated by token replay."]),
    ].join(" "),
  /** A way to predict, which results name in English, or an algorithm by its parameter. */
  way: (name: string): string => ALGORITHMS.get(name) ?? name,
};

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ["alpha_miner", "alpha miner"],
  ["alpha_miner_enhanced", "alpha+ miner"],
  ["heuristics_miner", "heuristics miner"],
  ["inductive_miner", "inductive miner"],
  ["inductive_miner_infrequent", "inductive miner that leaves rare behaviour out"],
]);
