import { Pacer, spanText } from "@longhaul/domain";
import type { RunOptions } from "@longhaul/event-log";
import { discoveries } from "../numbers/statistics.ts";
import type { Candidate } from "./candidate.ts";
import type { CaseContext } from "./case-context.ts";
import { rateOfKind } from "./exceptional.ts";
import { fitTails } from "./fit-tail.ts";
import { measureGroup, relativeTo, type GroupSpread } from "./group-spread.ts";
import { improbabilityScore, oddsText } from "./scores.ts";
import { withinBreakdown } from "./within-breakdown.ts";

/** With fewer cases there is no usual duration. */
const leastCases = 30;

const casesBetweenBreaths = 16_384;

interface OddDuration {
  readonly caseIndex: number;
  readonly pValue: number;
  readonly isLong: boolean;
  readonly spread: GroupSpread;
  /** The variant whose cases it is compared with; -1 for all. */
  readonly group: number;
}

/**
 * Cases that took far longer or shorter than usual, on a logarithmic scale, since durations are skewed and bounded by
 * 0. A case is compared with those of the same variant where there are enough, else with all: a short path isn't odd for
 * being quick. A case that may still be running isn't short, nor is one short where more than a hundredth are as short. How
 * improbable a duration is comes from the tail of such distances to what is usual (`fitTails`), in those of each group; the false discovery rate is held.
 */
export async function findDurationOutliers(context: CaseContext, run: RunOptions): Promise<Candidate[]> {
  const { log, durations, variants, thresholds } = context;
  if (log.caseCount < leastCases) return [];
  const seconds = durations.fromStartSec;
  const logSeconds = seconds.map((value) => Math.log1p(value));
  const pacer = new Pacer(run);
  const overall = measureGroup(logSeconds.slice());
  await pacer.pause();
  const ofVariant: (GroupSpread | null)[] = [];
  for (const values of logSecondsByVariant(context, logSeconds)) {
    const isEnough = values.length >= leastCases;
    ofVariant.push(isEnough ? measureGroup(values) : null);
    if (isEnough) await pacer.pause();
  }
  const groupOf = (owner: number): { readonly spread: GroupSpread; readonly group: number } => {
    const variant = variants.variantOfCase[owner] ?? 0;
    const own = ofVariant[variant] ?? null;
    return own === null ? { spread: overall, group: -1 } : { spread: own, group: variant };
  };
  const relative = logSeconds.map((value, owner) => relativeTo(groupOf(owner).spread, value));
  const tailsOfPath = fitTails(relative.filter((_, owner) => groupOf(owner).group >= 0));
  const tailsOfAll = fitTails(logSeconds.map((value) => relativeTo(overall, value)));
  const rate = rateOfKind(thresholds);
  const odd: OddDuration[] = [];
  for (let owner = 0; owner < log.caseCount; owner++) {
    if (owner % casesBetweenBreaths === 0) {
      await pacer.pause();
      run.onProgress?.(owner / log.caseCount);
    }
    const value = relative[owner] ?? 0;
    const tails = groupOf(owner).group < 0 ? tailsOfAll : tailsOfPath;
    const isLong = value > 0;
    if (!isLong && (context.mayBeOpen[owner] === 1 || (logSeconds[owner] ?? 0) >= groupOf(owner).spread.low)) continue;
    const pValue = Math.min(1, 2 * (isLong ? tails.above(value) : tails.below(value)));
    if (pValue <= rate) odd.push({ caseIndex: owner, pValue, isLong, ...groupOf(owner) });
  }
  const found = withinBreakdown(
    discoveries(odd, rate, log.caseCount),
    ({ group, isLong }) => 2 * group + (isLong ? 1 : 0),
    ({ group }) => (group < 0 ? log.caseCount : (variants.counts[group] ?? 0)),
  );
  return found.map(({ caseIndex, pValue, isLong, spread, group }) => ({
    caseIndex,
    strength: -pValue,
    describe: () => {
      const durationSec = seconds[caseIndex] ?? 0;
      const medianSec = Math.expm1(spread.median);
      return {
        kind: "duration",
        score: improbabilityScore(pValue),
        explanation:
          `Took ${spanText(durationSec)}, ${isLong ? "long" : "short"} against the median of ` +
          `${spanText(medianSec)} of ${group < 0 ? "all cases" : "the cases with the same path"} ` +
          `(as improbable as ${oddsText(pValue)}).`,
        evidence: { durationSec, medianSec, pValue },
      };
    },
  }));
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
