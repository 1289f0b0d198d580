/** How much training may cost. */
export type PredictionPerformance = "high_accuracy" | "balanced" | "high_throughput";

/** Sizes that bound the cost of training and of the models. */
export interface ModelBudget {
  /** Training and test prefixes at most, each; beyond, whole cases are left out at random. */
  readonly trainRows: number;
  readonly testRows: number;
  /** Prefixes at most on which feature groups are compared before the real training. */
  readonly selectionRows: number;
  readonly forest: {
    readonly trees: number;
    readonly selectionTrees: number;
    readonly maxDepth: number;
    readonly leastRowsPerLeaf: number;
    readonly rowsPerTree: number;
  };
  readonly boosting: {
    readonly rounds: number;
    readonly learningRate: number;
    readonly maxDepth: number;
    readonly leastRowsPerLeaf: number;
    readonly patience: number;
  };
}

/** What each setting of `performanceOptimization` buys. */
export const modelBudgets: Readonly<Record<PredictionPerformance, ModelBudget>> = {
  high_accuracy: {
    trainRows: 400_000,
    testRows: 200_000,
    selectionRows: 36_000,
    forest: { trees: 120, selectionTrees: 20, maxDepth: 14, leastRowsPerLeaf: 4, rowsPerTree: 150_000 },
    boosting: { rounds: 400, learningRate: 0.05, maxDepth: 6, leastRowsPerLeaf: 10, patience: 40 },
  },
  balanced: {
    trainRows: 110_000,
    testRows: 100_000,
    selectionRows: 18_000,
    forest: { trees: 45, selectionTrees: 12, maxDepth: 12, leastRowsPerLeaf: 5, rowsPerTree: 50_000 },
    boosting: { rounds: 200, learningRate: 0.1, maxDepth: 6, leastRowsPerLeaf: 10, patience: 25 },
  },
  high_throughput: {
    trainRows: 50_000,
    testRows: 50_000,
    selectionRows: 6_000,
    forest: { trees: 25, selectionTrees: 6, maxDepth: 10, leastRowsPerLeaf: 10, rowsPerTree: 30_000 },
    boosting: { rounds: 80, learningRate: 0.15, maxDepth: 5, leastRowsPerLeaf: 20, patience: 15 },
  },
};
