import { sumOf } from "./weighted.ts";

/** One bin of a reliability diagram: predictions whose confidence lies in (`from`, `to`]. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly meanConfidence: number;
  readonly accuracy: number;
}

/** How far stated confidence can be trusted. */
export interface Calibration {
  /** Mean distance of confidence and accuracy over the bins, weighted by their predictions; 0 is perfect. */
  readonly expectedCalibrationError: number;
  /** The bins that hold a prediction. */
  readonly bins: readonly ReliabilityBin[];
}

const binCount = 10;

/**
 * Compares confidence with accuracy, each prediction counting for its weight, in ten bins of equal width (expected calibration error of C. Guo et al.,
 * "On Calibration of Modern Neural Networks", ICML 2017).
 */
export function measureCalibration(
  confidence: Float64Array,
  correct: Uint8Array,
  weights: Float64Array = new Float64Array(confidence.length).fill(1),
): Calibration {
  const total = sumOf(weights);
  const masses = new Float64Array(binCount);
  const counts = new Float64Array(binCount);
  const confidences = new Float64Array(binCount);
  const hits = new Float64Array(binCount);
  for (let index = 0; index < confidence.length; index++) {
    const value = confidence[index] ?? 0;
    const bin = Math.max(0, Math.min(binCount - 1, Math.ceil(value * binCount) - 1));
    const weight = weights[index] ?? 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
    masses[bin] = (masses[bin] ?? 0) + weight;
    confidences[bin] = (confidences[bin] ?? 0) + weight * value;
    hits[bin] = (hits[bin] ?? 0) + weight * (correct[index] ?? 0);
  }
  const bins: ReliabilityBin[] = [];
  let error = 0;
  for (let bin = 0; bin < binCount; bin++) {
    const count = counts[bin] ?? 0;
    if (count === 0) continue;
    const mass = masses[bin] ?? 0;
    const meanConfidence = (confidences[bin] ?? 0) / mass;
    const accuracy = (hits[bin] ?? 0) / mass;
    bins.push({ from: bin / binCount, to: (bin + 1) / binCount, count, meanConfidence, accuracy });
    error += (mass / total) * Math.abs(meanConfidence - accuracy);
  }
  return { expectedCalibrationError: error, bins };
}

/**
 * The share of right predictions in the bin of the stated probability, drawn to the stated one where the bin has few
 * (histogram binning: Zadrozny and Elkan, Obtaining Calibrated Probability Estimates, 2001).
 */
export function trustedProbability(stated: number, { bins }: Calibration): number {
  const bin = bins.find(({ from, to }) => stated > from && stated <= to);
  if (bin === undefined) return stated;
  return (bin.accuracy * bin.count + stated * WEIGHT_OF_STATED) / (bin.count + WEIGHT_OF_STATED);
}

const WEIGHT_OF_STATED = 10;
