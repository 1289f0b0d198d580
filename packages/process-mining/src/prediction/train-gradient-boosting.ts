import { seededRandom, type Pacer } from "@longhaul/domain";
import type { BinnedColumns } from "./bin-columns.ts";
import { growTree } from "./grow-tree.ts";
import { createLeafMedians } from "./leaf-medians.ts";
import { shuffle } from "../numbers/shuffle.ts";
import { TreeEnsembleBuilder } from "./tree-ensemble-builder.ts";
import { findLeaf } from "./tree-ensemble.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";
import { createVarianceSplit } from "./variance-split.ts";
import { createDraw, weightedMedian } from "./weighted.ts";

export interface GradientBoostingOptions {
  readonly rounds: number;
  /** Features to learn from. */
  readonly features: Uint32Array;
  readonly learningRate: number;
  readonly maxDepth: number;
  readonly leastRowsPerLeaf: number;
  /** Share of the rows, and of the features, that each tree sees. */
  readonly rowShare: number;
  readonly featureShare: number;
  /** Rounds without a better error on the validation rows after which training stops. */
  readonly patience: number;
  readonly seed: number;
  /** What a value of the target means, in which errors on the validation rows are measured. */
  readonly meaningOf: (value: number) => number;
}

/** Rows, and what each row of their table counts for. */
export interface WeightedRows {
  readonly rows: Uint32Array;
  readonly weightOf: Float64Array;
}

/**
 * Trains gradient-boosted regression trees for the least absolute error: each tree is grown on the residuals, clipped
 * so that outliers don't steer the splits, and its leaves hold the median residual (LAD and M-TreeBoost of
 * J. H. Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 29, 2001). A tree is
 * grown on a sample of rows and features as in his "Stochastic Gradient Boosting", 2002, rows that differ in weight drawn
 * by it, with replacement; the medians are those of all rows. Keeps the number of trees after which the validation rows
 * showed no real gain (`LEAST_GAIN`); all trees when there are none.
 * Deterministic for a seed.
 *
 * @param target - value of each row of `data`; it is what the trees predict
 */
export async function trainGradientBoosting(
  data: BinnedColumns,
  columns: readonly Float32Array[],
  { rows, weightOf }: WeightedRows,
  validation: WeightedRows,
  target: Float64Array,
  options: GradientBoostingOptions,
  pacer: Pacer,
  onRound: (roundsDone: number) => void,
): Promise<TreeEnsemble> {
  const random = seededRandom(options.seed);
  const builder = new TreeEnsembleBuilder();
  const weights = Float64Array.from(rows, (row) => weightOf[row] ?? 0);
  const base = Math.fround(
    weightedMedian(
      Float64Array.from(rows, (row) => target[row] ?? 0),
      weights,
    ),
  );
  const draw = weights.every((weight) => weight === weights[0]) ? null : createDraw(rows, weightOf, random);
  const residual = Float64Array.from(target, (value) => value - base);
  const clipped = new Float64Array(target.length);
  const featureOrder = Uint32Array.from(options.features);
  const featuresPerTree = Math.min(
    mostFeaturesPerTree,
    Math.max(1, Math.round(options.featureShare * featureOrder.length)),
  );
  const rowsPerTree = Math.max(1, Math.round(options.rowShare * rows.length));
  const pool = Uint32Array.from(rows);
  const findSplit = createVarianceSplit(
    data,
    clipped,
    () => featureOrder.subarray(0, featuresPerTree),
    options.leastRowsPerLeaf,
  );
  const writeLeaf = (): void => builder.addEntry(0, 0);
  const leafOf = new Uint32Array(target.length);
  const leafRows = { rows, weightOf: draw === null ? null : weightOf, leafOf };
  const fillLeaves = createLeafMedians(rows.length);
  const validationError = (): number => meanAbsoluteError(target, residual, validation, options.meaningOf);
  let bestError = validationError();
  let bestRounds = 0;
  for (let round = 1; round <= options.rounds; round++) {
    if (draw === null) shuffle(pool, random, rowsPerTree);
    else for (let at = 0; at < rowsPerTree; at++) pool[at] = draw();
    shuffle(featureOrder, random, featuresPerTree);
    const samples = pool.slice(0, rowsPerTree);
    const limit = clippingLimit(residual, samples);
    for (const row of samples) clipped[row] = Math.max(-limit, Math.min(limit, residual[row] ?? 0));
    const firstNode = builder.feature.length;
    growTree({ data, builder, maxDepth: options.maxDepth, findSplit, writeLeaf }, samples);
    for (const group of [rows, validation.rows]) findLeaves(builder, columns, group, leafOf);
    fillLeaves(builder, firstNode, leafRows, residual, options.learningRate);
    for (const group of [rows, validation.rows]) subtractTree(builder, group, leafOf, residual);
    onRound(round);
    await pacer.pause();
    if (validation.rows.length === 0) {
      bestRounds = round;
      continue;
    }
    const error = validationError();
    if (error < bestError * (1 - LEAST_GAIN)) {
      bestError = error;
      bestRounds = round;
    } else if (round - bestRounds >= options.patience) {
      break;
    }
  }
  return builder.build(1, base, bestRounds);
}

/** An error that is smaller by less than this share isn't better: on later cases it mostly isn't, and trees cost time. */
const LEAST_GAIN = 0.002;
/** So that attributes don't make every tree dearer. */
const mostFeaturesPerTree = 20;
const clippingQuantile = 0.8;
const clippingSample = 2000;

function clippingLimit(residual: Float64Array, samples: Uint32Array): number {
  const sizes = Float64Array.from(samples.subarray(0, clippingSample), (row) => Math.abs(residual[row] ?? 0)).sort();
  const limit = sizes[Math.floor(clippingQuantile * sizes.length)] ?? 0;
  return limit > 0 ? limit : Number.POSITIVE_INFINITY;
}

/** Finds the leaves of the newest tree. */
function findLeaves(
  builder: TreeEnsembleBuilder,
  columns: readonly Float32Array[],
  rows: Uint32Array,
  leafOf: Uint32Array,
): void {
  const root = builder.roots.at(-1) ?? 0;
  for (const row of rows) leafOf[row] = findLeaf(builder, root, columns, row);
}

function subtractTree(
  builder: TreeEnsembleBuilder,
  rows: Uint32Array,
  leafOf: Uint32Array,
  residual: Float64Array,
): void {
  for (const row of rows)
    residual[row] = (residual[row] ?? 0) - (builder.entryWeight[builder.left[leafOf[row] ?? 0] ?? 0] ?? 0);
}

function meanAbsoluteError(
  target: Float64Array,
  residual: Float64Array,
  { rows, weightOf }: WeightedRows,
  meaningOf: (value: number) => number,
): number {
  let sum = 0;
  let weight = 0;
  for (const row of rows) {
    const value = target[row] ?? 0;
    const error = Math.abs(meaningOf(value) - meaningOf(value - (residual[row] ?? 0)));
    sum += (weightOf[row] ?? 0) * error;
    weight += weightOf[row] ?? 0;
  }
  return weight === 0 ? 0 : sum / weight;
}
