import { findFigure, RESULT_FIGURES, SUMMARY_FIGURES } from "@longhaul/contracts";

/** Where the contract defines the figures that reports name and that aren't plain counts. */
const PATHS = {
  dataQuality: "dataQualityScore",
  confidence: "overallConfidenceScore",
  shareOfCycleTime: "performanceMetrics.bottlenecks[].shareOfCycleTime",
  rework: "performanceMetrics.casesWithRework",
  efficiency: "performanceMetrics.efficiency",
  fitness: "processModel.quality.fitness",
  fittingCases: "processModel.quality.fittingCases",
  precision: "processModel.quality.precision",
  generalisation: "processModel.quality.generalisation",
  simplicity: "processModel.quality.simplicity",
  nextAccuracy: "predictions.pathPrediction.accuracy",
  nextDefended: "predictions.pathPrediction.defendedAccuracy",
  timeDefended: "predictions.cycleTimePrediction.defendedAccuracy",
  runningCases: "predictions.runningCases.count",
  intervalLevel: "predictions.runningCases.intervalLevel",
  intervalCoverage: "predictions.runningCases.intervalCoverage",
  anomalies: "anomalies.detected",
  falseDiscoveries: "anomalies.falsePositiveRate",
} as const;

export type ReportFigure = keyof typeof PATHS;
export const REPORT_FIGURES = Object.keys(PATHS) as ReportFigure[];

/** The definition of a figure as the contract has it. */
export function definitionOf(figure: ReportFigure): string {
  const path = PATHS[figure];
  const found = findFigure(RESULT_FIGURES.ProcessMiningAnalysis, path) ?? findFigure(SUMMARY_FIGURES, path);
  if (found === undefined) throw new Error(`the contract has no figure ${path}`);
  return found.definition;
}
