import type { BinnedColumns } from "./bin-columns.ts";
import type { FindSplit } from "./grow-tree.ts";

/**
 * Finds the split that explains most of the variance of `target` (least squares, L. Breiman et al., "Classification and
 * Regression Trees", 1984) among the given features, by summing per bin. `target` may change between calls.
 */
export function createVarianceSplit(
  data: BinnedColumns,
  target: Float64Array,
  features: () => Uint32Array,
  leastRows: number,
): FindSplit {
  const sums = new Float64Array(256);
  const counts = new Int32Array(256);
  return (samples, begin, end) => {
    const rows = end - begin;
    if (rows < 2 * leastRows) return null;
    let total = 0;
    for (let at = begin; at < end; at++) total += target[samples[at] ?? 0] ?? 0;
    let bestScore = (total * total) / rows + 1e-9 * rows;
    let bestFeature = -1;
    let bestBin = 0;
    let bestAsksEqual = false;
    for (const feature of features()) {
      const bins = data.bins[feature] ?? binsOfNothing;
      const first = bins[samples[begin] ?? 0] ?? 0;
      let other = begin + 1;
      while (other < end && bins[samples[other] ?? 0] === first) other++;
      if (other === end) continue;
      let lowest = first;
      let highest = first;
      for (let at = begin; at < end; at++) {
        const sample = samples[at] ?? 0;
        const bin = bins[sample] ?? 0;
        if (bin < lowest) lowest = bin;
        if (bin > highest) highest = bin;
        sums[bin] = (sums[bin] ?? 0) + (target[sample] ?? 0);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      const isCategory = data.isCategory[feature] === true;
      let leftRows = 0;
      let leftSum = 0;
      for (let bin = lowest; bin <= highest; bin++) {
        const inBin = counts[bin] ?? 0;
        const binSum = sums[bin] ?? 0;
        if (inBin === 0) continue;
        leftRows += inBin;
        leftSum += binSum;
        const rightRows = rows - leftRows;
        if (leftRows >= leastRows && rightRows >= leastRows) {
          const rightSum = total - leftSum;
          const score = (leftSum * leftSum) / leftRows + (rightSum * rightSum) / rightRows;
          if (score > bestScore) {
            bestScore = score;
            bestFeature = feature;
            bestBin = bin;
            bestAsksEqual = false;
          }
        }
        if (isCategory && inBin >= leastRows && rows - inBin >= leastRows) {
          const rest = total - binSum;
          const score = (binSum * binSum) / inBin + (rest * rest) / (rows - inBin);
          if (score > bestScore) {
            bestScore = score;
            bestFeature = feature;
            bestBin = bin;
            bestAsksEqual = true;
          }
        }
      }
      sums.fill(0, lowest, highest + 1);
      counts.fill(0, lowest, highest + 1);
    }
    return bestFeature < 0 ? null : { feature: bestFeature, bin: bestBin, asksEqual: bestAsksEqual };
  };
}

const binsOfNothing = new Uint8Array();
