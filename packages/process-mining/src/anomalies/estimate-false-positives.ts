import { seededRandom } from "@longhaul/domain";
import type { EventLog, RunOptions } from "@longhaul/event-log";
import { shuffle } from "../numbers/shuffle.ts";
import { discoverVariants } from "../graph/variants.ts";
import type { AnomalyThresholds } from "./anomaly-options.ts";
import { collectFindings } from "./collect-findings.ts";
import { plantAnomalies } from "./plant-anomalies.ts";

/** How the detectors did on typical cases among which odd ones were planted. */
export interface DetectionQuality {
  /** Share of the cases left as they were that were reported. */
  readonly falsePositiveRate: number;
  /** Share of the planted cases that were reported. */
  readonly recall: number;
  readonly typicalCases: number;
  readonly plantedCases: number;
}

const leastTypicalCases = 100;
const plantedShare = 0.05;

/**
 * Estimates the false positive rate: takes up to `mostTypicalCases` cases with a usual path (a variant of at least five cases and
 * half a percent of all), makes 5 % of them odd (see `plantAnomalies`), and counts which are reported. Every report of
 * an unplanted case counts as false, even where its time or its resource may truly be odd: the rate is an upper bound.
 *
 * @returns undefined when fewer than 100 cases are typical
 */
export async function estimateFalsePositives(
  log: EventLog,
  thresholds: AnomalyThresholds,
  { seed, mostTypicalCases }: { readonly seed: number; readonly mostTypicalCases: number },
  run: RunOptions,
): Promise<DetectionQuality | undefined> {
  const variants = await discoverVariants(log, { signal: run.signal });
  const usual = Math.max(5, 0.005 * log.caseCount);
  const typical = Uint32Array.from(variants.variantOfCase.keys()).filter(
    (owner) => (variants.counts[variants.variantOfCase[owner] ?? 0] ?? 0) >= usual,
  );
  if (typical.length < leastTypicalCases) return undefined;
  const random = seededRandom(seed);
  shuffle(typical, random, mostTypicalCases);
  const cases = typical.slice(0, mostTypicalCases).sort();
  const places = Uint32Array.from(cases.keys());
  const plantedCount = Math.round(plantedShare * cases.length);
  shuffle(places, random, plantedCount);
  const planted = new Set(places.subarray(0, plantedCount));
  const findings = await collectFindings(plantAnomalies(log, cases, planted, random), thresholds, run);
  const caught = [...findings.keys()].filter((place) => planted.has(place)).length;
  return {
    falsePositiveRate: (findings.size - caught) / (cases.length - plantedCount),
    recall: caught / plantedCount,
    typicalCases: cases.length,
    plantedCases: plantedCount,
  };
}
