import type { Figure } from "./figure.ts";

const NOT_PREDICTED = "with too little data; `notAvailable` says why";
const NOT_TRAINED = "where no models were trained";
const NO_INTERVAL = "where there are too few cases to calibrate and check an interval";
const LATER = "of the cases that began after every case learnt from had ended";

const defended = (at: string, calibrated: string, same = ""): readonly Figure[] => [
  {
    path: `${at}.accuracyByHalf[]`,
    unit: "share",
    definition: same || "accuracy on the test cases that began in the earlier and in the later half of the test period",
    absent: NOT_PREDICTED,
  },
  {
    path: `${at}.accuracyAtLeast`,
    unit: "share",
    definition:
      same ||
      "what the accuracy of the worse half is at least, with 95 % confidence, as if one more case had been predicted wrongly throughout; rows of one case count as one",
    absent: NOT_PREDICTED,
  },
  {
    path: `${at}.defendedAccuracy`,
    unit: "share",
    definition: `what can be defended of the accuracy: what that of the worse half is at least, with 95 % confidence${calibrated}`,
    absent: NOT_PREDICTED,
  },
];

/** Figures of predictions. */
export const PREDICTION_FIGURES: readonly Figure[] = [
  {
    path: "predictions.pathPrediction.accuracy",
    unit: "share",
    definition: `share of right predictions of the next activity, or of the end, by the recommended way, over all prefixes ${LATER}`,
    absent: NOT_PREDICTED,
  },
  {
    path: "predictions.pathPrediction.confidence",
    unit: "share",
    definition: "mean probability that the recommended way gave to its predictions",
    absent: NOT_PREDICTED,
  },
  ...defended(
    "predictions.pathPrediction",
    " less the calibration error of the stated probabilities (expected calibration error in ten bins)",
  ),
  {
    path: "predictions.pathPrediction.baselines[].accuracy",
    unit: "share",
    definition: "accuracy of a way that needs no model, on the same cases",
    absent: NOT_PREDICTED,
  },
  {
    path: "predictions.cycleTimePrediction.accuracy",
    unit: "share",
    definition:
      "1 less the mean absolute error of the remaining time by what remained on average, 0 where negative, over the prefixes of cases that went on",
    absent: NOT_PREDICTED,
  },
  {
    path: "predictions.cycleTimePrediction.meanAbsoluteErrorSec",
    unit: "seconds",
    definition: "mean absolute error of the remaining time, over the same prefixes",
    absent: NOT_PREDICTED,
  },
  ...defended("predictions.cycleTimePrediction", "", "as of `pathPrediction`"),
  {
    path: "predictions.cycleTimePrediction.baselines[].meanAbsoluteErrorSec",
    unit: "seconds",
    definition: "the same of a way that needs no model",
    absent: NOT_PREDICTED,
  },
  {
    path: "predictions.pathPrediction.inputs[].errorGrows",
    unit: "share",
    definition:
      "how much the share of wrong predictions of the trained model grows when the values of the input are exchanged between test prefixes; inputs are the path so far, times, attributes of the log, and how much goes on in other cases",
    absent: NOT_TRAINED,
  },
  {
    path: "predictions.cycleTimePrediction.inputs[].errorGrows",
    unit: "factor",
    definition: "the same of the mean absolute error, as a share of it",
    absent: NOT_TRAINED,
  },
  {
    path: "predictions.runningCases.count",
    unit: "number",
    definition:
      "cases that may be under way at the end of the log: they don't end as at least 5 % of the cases do, and their last event is no longer ago than 95 % of the cases take",
    absent: NOT_TRAINED,
  },
  {
    path: "predictions.runningCases.intervalLevel",
    unit: "share",
    definition:
      "share of the remaining times that the intervals are made to cover (split conformal prediction on the earlier half of the test cases)",
    absent: NO_INTERVAL,
  },
  {
    path: "predictions.runningCases.intervalCoverage",
    unit: "share",
    definition: "share that they did cover on the later half, which had no part in them",
    absent: NO_INTERVAL,
  },
  {
    path: "predictions.runningCases.intervalCheckedOn",
    unit: "number",
    definition: "prefixes of the later half on which that was measured",
    absent: NO_INTERVAL,
  },
  {
    path: "predictions.runningCases.latest[].probability",
    unit: "share",
    definition:
      "share of right predictions of the next activity among those of the test cases that were stated as sure",
    absent: "where no case is under way",
  },
  {
    path: "predictions.runningCases.latest[].remainingTimeSec",
    unit: "seconds",
    definition: "`remainingTime`, the predicted time from the last event of the case to its end, as a number",
    absent: "where no model of the remaining time is offered",
  },
  {
    path: "predictions.runningCases.latest[].atLeastSec",
    unit: "seconds",
    definition: "`atLeast`, the lower end of the remaining time's interval, as a number",
    absent: NO_INTERVAL,
  },
  {
    path: "predictions.runningCases.latest[].atMostSec",
    unit: "seconds",
    definition: "`atMost`, the upper end of the remaining time's interval, as a number",
    absent: NO_INTERVAL,
  },
  {
    path: "predictions.evaluation.trainCases",
    unit: "number",
    definition: "cases that had ended at the split date, which were learnt from whole",
    absent: NOT_PREDICTED,
  },
  {
    path: "predictions.evaluation.testCases",
    unit: "number",
    definition: "cases that began at or after the split date, which were tested on",
    absent: NOT_PREDICTED,
  },
  {
    path: "predictions.evaluation.casesUnderWay",
    unit: "number",
    definition:
      "cases under way at the split date, learnt from as far as they had come; those that ended stand for them, by the inverse probability that their end was seen (Kaplan-Meier)",
    absent: NOT_PREDICTED,
  },
  {
    path: "predictions.evaluation.shareUnderWay",
    unit: "share",
    definition: "casesUnderWay by all cases",
    absent: NOT_PREDICTED,
  },
  {
    path: "predictions.evaluation.testCasesUnderWay",
    unit: "number",
    definition: "test cases under way at the end of the log, judged as far as they had come, weighed in the same way",
    absent: NOT_PREDICTED,
  },
  {
    path: "predictions.evaluation.largestWeight",
    unit: "number",
    definition: "cases that the training case with the most weight stands for; 20 at most",
    absent: NOT_PREDICTED,
  },
];

const NOT_PLANTED = "where fewer than 100 cases take a usual path";

/** Figures of anomalies, patterns and segments. */
export const FINDING_FIGURES: readonly Figure[] = [
  {
    path: "anomalies.detected",
    unit: "number",
    definition:
      "cases that stand out by a rare step, begin or end, a missing or repeated step, a duration, a wait, or who did it; all that are found, however many or few",
  },
  { path: "anomalies.highSeverity", unit: "number", definition: "of these, with a score of 0.9 or more" },
  { path: "anomalies.mediumSeverity", unit: "number", definition: "of these, with a score of 0.7 to 0.9" },
  { path: "anomalies.lowSeverity", unit: "number", definition: "of these, with a lower score" },
  {
    path: "anomalies.falsePositiveRate",
    unit: "share",
    isHeadline: true,
    definition:
      "share of the anomalies found that are false, on average at most (Benjamini-Hochberg within each kind, the kinds sharing the rate). False means of a rare thing that it happens in 5 % of its chances or more, of a time that it belongs to the tail of the usual times",
  },
  {
    path: "anomalies.falseAlarmsOnTypical",
    unit: "share",
    definition: "share of the typical cases that were reported when anomalies were planted among them",
    absent: NOT_PLANTED,
  },
  {
    path: "anomalies.recallOnPlanted",
    unit: "share",
    definition:
      "share of planted anomalies that were found: two steps exchanged, one dropped, one repeated five times, a wait of a hundred times the case's duration, a step by somebody who never does it",
    absent: NOT_PLANTED,
  },
  {
    path: "anomalies.estimatedOnCases",
    unit: "number",
    definition: "typical cases among which they were planted",
    absent: NOT_PLANTED,
  },
  {
    path: "patterns.frequentPatterns",
    unit: "number",
    definition:
      "sequences of two or more activities in at least 10 % of the cases that no longer one with the same cases contains",
  },
  {
    path: "patterns.rarePatterns",
    unit: "number",
    definition: "sequences in at most 1 % of the cases, but at least two, of which all shorter parts are more common",
  },
  {
    path: "patterns.criticalPaths",
    unit: "number",
    definition:
      "the variants that hold the most time, until half of the time of all cases is covered; none that holds less than 1 % of it",
  },
  { path: "patterns.examples.frequent[].cases", unit: "number", definition: "cases that have the sequence" },
  { path: "patterns.examples.frequent[].share", unit: "share", definition: "share of all cases" },
  { path: "patterns.examples.rare[].cases", unit: "number", definition: "cases that have the sequence" },
  { path: "patterns.examples.rare[].share", unit: "share", definition: "share of all cases" },
  { path: "patterns.examples.critical[].cases", unit: "number", definition: "cases that take the path" },
  {
    path: "patterns.examples.critical[].share",
    unit: "share",
    definition: "share of the time of all cases that they hold",
  },
  {
    path: "patterns.examples.critical[].totalSec",
    unit: "seconds",
    definition: "time of its cases from start to end, together",
  },
  { path: "patterns.examples.critical[].meanSec", unit: "seconds", definition: "the same on average" },
  {
    path: "patterns.examples.critical[].slowestStep.share",
    unit: "share",
    definition: "share of the path's time that passes in its slowest step",
    absent: "where no time passes",
  },
];
