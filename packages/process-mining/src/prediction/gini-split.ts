import type { Random } from "@longhaul/domain";
import type { BinnedColumns } from "./bin-columns.ts";
import type { FindSplit } from "./grow-tree.ts";
import { shuffle } from "../numbers/shuffle.ts";

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
  const order = Uint32Array.from(options.features);

  /** Class of each row of the node, among those that are present in it. */
  let slots = new Uint16Array(0);

  return (samples, begin, end) => {
    const rows = end - begin;
    if (rows < 2 * leastRows) return null;
    if (slots.length < rows) slots = new Uint16Array(rows);
    let present = 0;
    for (let at = 0; at < rows; at++) {
      const label = labels[samples[begin + at] ?? 0] ?? 0;
      if (nodeCounts[label] === 0) {
        slotOf[label] = present;
        classAt[present++] = label;
      }
      nodeCounts[label] = (nodeCounts[label] ?? 0) + 1;
      slots[at] = slotOf[label] ?? 0;
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
      const first = bins[samples[begin] ?? 0] ?? 0;
      let other = 1;
      while (other < rows && bins[samples[begin + other] ?? 0] === first) other++;
      if (other < rows) {
        let lowest = first;
        let highest = first;
        for (let at = 0; at < rows; at++) {
          const bin = bins[samples[begin + at] ?? 0] ?? 0;
          if (bin < lowest) lowest = bin;
          if (bin > highest) highest = bin;
          const cell = bin * present + (slots[at] ?? 0);
          histogram[cell] = (histogram[cell] ?? 0) + 1;
        }
        tried++;
        leftCounts.fill(0, 0, present);
        let leftRows = 0;
        let leftSquares = 0;
        let rightSquares = squares;
        const isCategory = data.isCategory[feature] === true;
        for (let bin = lowest; bin <= highest; bin++) {
          let inBin = 0;
          let binSquares = 0;
          let withAll = 0;
          const base = bin * present;
          for (let slot = 0; slot < present; slot++) {
            const count = histogram[base + slot] ?? 0;
            if (count === 0) continue;
            inBin += count;
            const left = leftCounts[slot] ?? 0;
            const total = totals[slot] ?? 0;
            binSquares += count * count;
            withAll += total * count;
            leftSquares += count * (2 * left + count);
            rightSquares += count * (count - 2 * (total - left));
            leftCounts[slot] = left + count;
          }
          if (inBin === 0) continue;
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
        histogram.fill(0, lowest * present, (highest + 1) * present);
      }
    }
    return bestFeature < 0 ? null : { feature: bestFeature, bin: bestBin, asksEqual: bestAsksEqual };
  };
}

const binsOfNothing = new Uint8Array();
