import type { BinnedColumns } from "./bin-columns.ts";
import type { FindSplit } from "./grow-tree.ts";
import type { Random } from "./seeded-random.ts";
import { shuffle } from "./shuffle.ts";

export interface GiniSplitOptions {
  readonly classCount: number;
  /** Features to choose from. */
  readonly features: Uint32Array;
  /** Features that differ within a node and are tried for its split. */
  readonly featuresPerSplit: number;
  /** No side of a split gets fewer rows. */
  readonly leastRows: number;
}

/**
 * Finds the split that makes two groups of rows purest in their class (the Gini criterion of L. Breiman et al.,
 * "Classification and Regression Trees", 1984) among randomly chosen features, by counting classes per bin.
 */
export function createGiniSplit(
  data: BinnedColumns,
  labels: Uint16Array,
  options: GiniSplitOptions,
  random: Random,
): FindSplit {
  const { classCount, leastRows } = options;
  const nodeCounts = new Int32Array(classCount);
  const slotOf = new Int32Array(classCount);
  const classAt = new Int32Array(classCount);
  const leftCounts = new Float64Array(classCount);
  const histogram = new Int32Array(256 * classCount);
  const binTotals = new Int32Array(256);
  const order = Uint32Array.from(options.features);

  return (samples, begin, end) => {
    const rows = end - begin;
    if (rows < 2 * leastRows) return null;
    let present = 0;
    for (let at = begin; at < end; at++) {
      const label = labels[samples[at] ?? 0] ?? 0;
      if (nodeCounts[label] === 0) {
        slotOf[label] = present;
        classAt[present++] = label;
      }
      nodeCounts[label] = (nodeCounts[label] ?? 0) + 1;
    }
    let squares = 0;
    const totals = new Float64Array(present);
    for (let slot = 0; slot < present; slot++) {
      const label = classAt[slot] ?? 0;
      const count = nodeCounts[label] ?? 0;
      totals[slot] = count;
      squares += count * count;
      nodeCounts[label] = 0;
    }
    if (present < 2) return null;

    let bestScore = (squares / rows) * (1 + 1e-9);
    let bestFeature = -1;
    let bestBin = 0;
    let bestAsksEqual = false;
    let tried = 0;
    shuffle(order, random);
    for (let next = 0; next < order.length && tried < options.featuresPerSplit; next++) {
      const feature = order[next] ?? 0;
      const bins = data.bins[feature] ?? binsOfNothing;
      let lowest = 255;
      let highest = 0;
      for (let at = begin; at < end; at++) {
        const sample = samples[at] ?? 0;
        const bin = bins[sample] ?? 0;
        if (bin < lowest) lowest = bin;
        if (bin > highest) highest = bin;
        binTotals[bin] = (binTotals[bin] ?? 0) + 1;
        const cell = bin * present + (slotOf[labels[sample] ?? 0] ?? 0);
        histogram[cell] = (histogram[cell] ?? 0) + 1;
      }
      if (lowest < highest) {
        tried++;
        leftCounts.fill(0, 0, present);
        let leftRows = 0;
        let leftSquares = 0;
        let rightSquares = squares;
        const isCategory = data.isCategory[feature] === true;
        for (let bin = lowest; bin <= highest; bin++) {
          const inBin = binTotals[bin] ?? 0;
          if (inBin === 0) continue;
          let binSquares = 0;
          let withAll = 0;
          const base = bin * present;
          for (let slot = 0; slot < present; slot++) {
            const count = histogram[base + slot] ?? 0;
            if (count === 0) continue;
            const left = leftCounts[slot] ?? 0;
            const total = totals[slot] ?? 0;
            binSquares += count * count;
            withAll += total * count;
            leftSquares += count * (2 * left + count);
            rightSquares += count * (count - 2 * (total - left));
            leftCounts[slot] = left + count;
          }
          leftRows += inBin;
          const rightRows = rows - leftRows;
          if (leftRows >= leastRows && rightRows >= leastRows) {
            const score = leftSquares / leftRows + rightSquares / rightRows;
            if (score > bestScore) {
              bestScore = score;
              bestFeature = feature;
              bestBin = bin;
              bestAsksEqual = false;
            }
          }
          if (isCategory && inBin >= leastRows && rows - inBin >= leastRows) {
            const score = binSquares / inBin + (squares - 2 * withAll + binSquares) / (rows - inBin);
            if (score > bestScore) {
              bestScore = score;
              bestFeature = feature;
              bestBin = bin;
              bestAsksEqual = true;
            }
          }
        }
      }
      binTotals.fill(0, lowest, highest + 1);
      histogram.fill(0, lowest * present, (highest + 1) * present);
    }
    return bestFeature < 0 ? null : { feature: bestFeature, bin: bestBin, asksEqual: bestAsksEqual };
  };
}

const binsOfNothing = new Uint8Array();
