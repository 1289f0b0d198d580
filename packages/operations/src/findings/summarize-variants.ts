import { spanText } from "@longhaul/domain";
import type { EventLog, RunOptions } from "@longhaul/event-log";
import { measureVariantTimes, variantActivities, type Variants } from "@longhaul/process-mining";
import { cutList, withCuts } from "../basics/cut-list.ts";
import type { Discovery, VariantSummary } from "./discovery.ts";

/** Most variants whose figures an analysis keeps, the most frequent first. */
export const MAX_VARIANTS = 1000;

/** The order of variants, wherever they are listed. */
export const VARIANTS_ORDER = "cases, most first";
const VARIANTS_SHOWN = 10;

/** Describes the most frequent variants, at most 1,000. */
export async function summarizeVariants(
  log: EventLog,
  variants: Variants,
  caseSeconds: Float64Array,
  run: RunOptions,
): Promise<VariantSummary[]> {
  const times = await measureVariantTimes(log, variants, caseSeconds, run);
  return Array.from({ length: Math.min(MAX_VARIANTS, variants.variantCount) }, (_, variant) => ({
    activities: variantActivities(log, variants, variant),
    cases: variants.counts[variant] ?? 0,
    share: (variants.counts[variant] ?? 0) / log.caseCount,
    ...(log.isTimed === false
      ? {}
      : { meanDurationSec: times[variant]?.meanSec ?? 0, medianDurationSec: times[variant]?.medianSec ?? 0 }),
  }));
}

/** The part of the phase's results on variants: nothing where they weren't analysed. */
export function presentVariants({ variants, variantsFor80Percent, variantCount }: Discovery): Record<string, unknown> {
  if (variants === undefined) return {};
  const listed = variants.slice(0, VARIANTS_SHOWN).map(({ activities, cases, share, medianDurationSec }) => ({
    activities,
    cases,
    share: Number(share.toFixed(4)),
    ...(medianDurationSec === undefined ? {} : { medianCycleTime: spanText(medianDurationSec) }),
  }));
  return {
    variantAnalysis: {
      variantsFor80PercentOfCases: variantsFor80Percent,
      ...withCuts({ mostFrequent: cutList(listed, VARIANTS_SHOWN, VARIANTS_ORDER, variantCount) }),
    },
  };
}
