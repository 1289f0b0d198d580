export type RecommendationCategory =
  | "Process Optimization"
  | "Rework Reduction"
  | "Resource Allocation"
  | "Data Quality";

export type RecommendationPriority = "High" | "Medium" | "Low";

/** Something worth doing, with the figures that say so. */
export interface Recommendation {
  readonly category: RecommendationCategory;
  /** By effect: High from 10 % of the mean cycle time, Medium from 3 %; data quality is never High. */
  readonly priority: RecommendationPriority;
  readonly recommendation: string;
  /** Computed on the log: what the figure is, and from which what-if it comes. */
  readonly expectedImprovement: string;
  /** 0 to 1: share of the mean cycle time saved, or of the events put right. */
  readonly effect: number;
  readonly evidence: Readonly<Record<string, string | number>>;
}
