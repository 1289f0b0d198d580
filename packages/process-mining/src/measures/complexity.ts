import type { DirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import type { Variants } from "../graph/variants.ts";

/** Ratings from the simplest to the most complex; each covers a fifth of the score's range. */
export const COMPLEXITY_RATINGS = ["Low", "Low-Medium", "Medium", "Medium-High", "High"] as const;
export type ComplexityRating = (typeof COMPLEXITY_RATINGS)[number];

export interface ProcessComplexity {
  readonly rating: ComplexityRating;
  /** 0 to 1: the mean of `traceEntropy` and 1 − 1 ÷ max(1, `connectivity`). */
  readonly score: number;
  /** 0 to 1: how evenly the cases spread over variants. 0 = one variant, 1 = every case its own. */
  readonly traceEntropy: number;
  /** Coefficient of network connectivity: arcs ÷ nodes of the graph with its start and end. */
  readonly connectivity: number;
  /** 0 to 1: arcs of the graph ÷ all possible arcs between its activities, self loops included. */
  readonly density: number;
}

/**
 * How complex the process is, from what was observed.
 * - `traceEntropy` = −Σ p·ln p ÷ ln n, p = the share of a variant, n = cases. Source: Back, Debois and Slaats, Towards
 *   an Entropy-Based Analysis of Log Variability (2018), trace entropy, normalised by its largest value.
 * - `connectivity` = arcs ÷ nodes. Source: Latva-Koivisto, Finding a Complexity Measure for Business Process Models
 *   (2001); Mendling, Metrics for Process Models (2008). 1 for a plain sequence; its part of the score
 *   is ½ at 2 arcs a node and ¾ at 4.
 * - `density` = arcs ÷ activities². Source: Mendling (2008). Reported, not scored: it falls with size.
 *
 * Score < 0.2 is Low, < 0.4 Low-Medium, < 0.6 Medium, < 0.8 Medium-High, else High. The score is that of the whole log:
 * rare paths count as paths.
 */
export function rateComplexity(graph: DirectlyFollowsGraph, variants: Variants): ProcessComplexity {
  const caseCount = graph.caseCount;
  let entropy = 0;
  for (const count of variants.counts) entropy -= (count / caseCount) * Math.log(count / caseCount);
  const traceEntropy = caseCount > 1 ? Math.max(0, entropy) / Math.log(caseCount) : 0;
  const starts = graph.nodes.filter(({ startCount }) => startCount > 0).length;
  const ends = graph.nodes.filter(({ endCount }) => endCount > 0).length;
  const activityCount = graph.nodes.length;
  // A plain sequence of n activities has n + 1 arcs over n + 2 nodes.
  const connectivity = (graph.edges.length + starts + ends) / (activityCount + 2);
  const density = activityCount > 0 ? graph.edges.length / activityCount ** 2 : 0;
  const score = (traceEntropy + 1 - 1 / Math.max(1, connectivity)) / 2;
  const rating = COMPLEXITY_RATINGS[Math.min(4, Math.floor(score * 5))] ?? "High";
  return { rating, score, traceEntropy, connectivity, density };
}
