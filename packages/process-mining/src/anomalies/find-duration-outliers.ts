import { spanText } from "@longhaul/domain";
import { createBreathe } from "../prediction/breathe.ts";
import type { RunOptions } from "../run-options.ts";
import type { Candidate } from "./candidate.ts";
import type { CaseContext } from "./case-context.ts";
import { distanceScore } from "./rarity-score.ts";
import { measureSpread, robustDistance } from "./robust-spread.ts";
import type { RobustSpread } from "./robust-spread.ts";

/** With fewer cases there is no usual duration. */
const leastCases = 30;

const casesBetweenBreaths = 16_384;

/**
 * Cases that took far longer or shorter than usual, on a logarithmic scale, since durations are skewed and bounded by
 * 0. A case is compared with those of the same variant where there are enough, else with all: a short path isn't odd for
 * being quick. A case that may still be running isn't short.
 */
export async function findDurationOutliers(context: CaseContext, run: RunOptions): Promise<Candidate[]> {
  const { log, durations, variants, thresholds } = context;
  if (log.caseCount < leastCases) return [];
  const seconds = durations.fromStartSec;
  const logSeconds = seconds.map((value) => Math.log1p(value));
  const breathe = createBreathe(run.signal);
  const overall = measureSpread(logSeconds.slice());
  await breathe();
  const ofVariant: (RobustSpread | null)[] = [];
  for (const values of logSecondsByVariant(context, logSeconds)) {
    const isEnough = values.length >= leastCases;
    ofVariant.push(isEnough ? measureSpread(values) : null);
    if (isEnough) await breathe();
  }
  const candidates: Candidate[] = [];
  for (let owner = 0; owner < log.caseCount; owner++) {
    if (owner % casesBetweenBreaths === 0) {
      await breathe();
      run.onProgress?.(owner / log.caseCount);
    }
    const own = ofVariant[variants.variantOfCase[owner] ?? 0] ?? null;
    const spread = own ?? overall;
    const distance = robustDistance(spread, logSeconds[owner] ?? 0);
    const strength = Math.abs(distance);
    if (strength <= thresholds.durationLimit || (distance < 0 && context.mayBeOpen[owner] === 1)) continue;
    const durationSec = seconds[owner] ?? 0;
    const medianSec = Math.expm1(spread.median);
    candidates.push({
      caseIndex: owner,
      strength,
      describe: () => ({
        kind: "duration",
        score: distanceScore(strength, thresholds.durationLimit),
        explanation:
          `Took ${spanText(durationSec)}, ${distance > 0 ? "long" : "short"} against the median of ` +
          `${spanText(medianSec)} of ${own === null ? "all cases" : "the cases with the same path"} ` +
          `(robust distance ${strength.toFixed(1)}, limit ${thresholds.durationLimit}).`,
        evidence: { durationSec, medianSec, robustDistance: distance },
      }),
    });
  }
  return candidates;
}

function logSecondsByVariant({ log, variants }: CaseContext, logSeconds: Float64Array): Float64Array[] {
  const filled = new Uint32Array(variants.variantCount);
  const groups = Array.from(variants.counts, (count) => new Float64Array(count));
  for (let owner = 0; owner < log.caseCount; owner++) {
    const variant = variants.variantOfCase[owner] ?? 0;
    const place = filled[variant] ?? 0;
    const group = groups[variant];
    if (group !== undefined) group[place] = logSeconds[owner] ?? 0;
    filled[variant] = place + 1;
  }
  return groups;
}
