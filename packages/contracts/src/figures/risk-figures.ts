import type { Figure } from "./figure.ts";

const NO_RISK = "where it wasn't asked for (`predictionTargets`), or too few cases show an answer";

/** Figures of the risks that `predictionTargets` names. */
export const RISK_FIGURES: readonly Figure[] = [
  {
    path: "predictions.risks.*.shareOfTestPrefixes",
    unit: "share",
    definition:
      "share of the test prefixes, at which the answer was not known yet, of cases to which the outcome came, or which were late",
    absent: NO_RISK,
  },
  {
    path: "predictions.risks.*.brierScore",
    unit: "share",
    definition:
      "mean squared distance of the stated probability from what came (1 or 0), by the recommended way, on the test prefixes",
    absent: NO_RISK,
  },
  {
    path: "predictions.risks.*.baselineBrierScore",
    unit: "share",
    definition: "the same of the share after the latest activity",
    absent: NO_RISK,
  },
  {
    path: "predictions.risks.*.areaUnderCurve",
    unit: "share",
    definition:
      "chance that a prefix to which it comes has a higher probability than one to which it does not; 0.5 is guessing",
    absent: NO_RISK,
  },
  {
    path: "predictions.risks.*.calibrationError",
    unit: "share",
    definition:
      "mean distance of the calibrated probability from the share to which it came, in ten bins, on the later half of the test cases, which had no part in calibrating it",
    absent: NO_RISK,
  },
  {
    path: "predictions.risks.*.trainPrefixes",
    unit: "number",
    definition: "prefixes learnt from: those at which the answer was not known yet and later was",
    absent: NO_RISK,
  },
  {
    path: "predictions.risks.*.testPrefixes",
    unit: "number",
    definition: "prefixes tested on",
    absent: NO_RISK,
  },
  {
    path: "predictions.runningCases.latest[].outcomeRisk",
    unit: "share",
    definition: "probability of the outcome that was asked for; 1 where it has come already",
    absent: NO_RISK,
  },
  {
    path: "predictions.runningCases.latest[].overdueRisk",
    unit: "share",
    definition: "probability that the case ends late; 1 where it is late already",
    absent: NO_RISK,
  },
];
