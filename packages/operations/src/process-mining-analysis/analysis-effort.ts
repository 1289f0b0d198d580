import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";

/** What `performanceOptimization` changes beside the size of the trained models (`modelBudgets` of the engine). */
export interface AnalysisEffort {
  /** Cases on which the false positive rate of anomalies is estimated, at most; `estimatedOnCases` tells how many. */
  readonly mostTypicalCases: number;
  /** Activities in a pattern, at most. */
  readonly longestPattern: number;
}

/**
 * All of it belongs to the learning phase, so that a retry with another setting keeps the phases before it: what
 * discovery finds doesn't depend on the setting.
 */
export const analysisEfforts: Readonly<
  Record<AnalysisParameters["algorithmSettings"]["performanceOptimization"], AnalysisEffort>
> = {
  high_accuracy: {
    mostTypicalCases: 10_000,
    longestPattern: 6,
  },
  balanced: {
    mostTypicalCases: 2_000,
    longestPattern: 5,
  },
  high_throughput: {
    mostTypicalCases: 500,
    longestPattern: 4,
  },
};
