export type RecommendationCategory =
  | "Process Optimization"
  | "Rework Reduction"
  | "Resource Allocation"
  | "Automation"
  | "Compliance"
  | "Data Quality";

export type RecommendationPriority = "High" | "Medium" | "Low";

/** Something worth doing, with what speaks for it and what would speak against it. */
export interface Recommendation {
  readonly category: RecommendationCategory;
  /** By effect: High from 10 % of the mean cycle time, Medium from 3 %; data quality is never High. */
  readonly priority: RecommendationPriority;
  readonly recommendation: string;
  /** Computed on the log: what the figure is, its 95 % interval, and from which what-if it comes. */
  readonly expectedImprovement: string;
  /** 0 to 1: share of the mean cycle time saved, or of the events put right. */
  readonly effect: number;
  readonly evidence: Readonly<Record<string, string | number>>;
  /** What was compared with what, and on how many cases. */
  readonly compared: string;
  /** What has to hold for the improvement to come. */
  readonly assumed: string;
  /** What, if it is seen, says that the recommendation is wrong. */
  readonly refutedBy: string;
}
