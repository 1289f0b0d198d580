import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";

/** What `performanceOptimization` changes, besides the size of the trained models (`modelBudgets` of process-mining). */
export interface AnalysisEffort {
  /** Limit of cases for estimating the false positive rate of anomalies. `estimatedOnCases` in the results has the actual number. */
  readonly mostTypicalCases: number;
  /** Activities in a pattern, at most. */
  readonly longestPattern: number;
}

/**
 * All settings affect the learning phase only, so that a retry with another setting keeps the earlier phases.
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
