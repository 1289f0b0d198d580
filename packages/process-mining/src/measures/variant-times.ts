import type { EventLog, RunOptions } from "@longhaul/event-log";
import { summarizeGroups, type DurationSummary } from "../numbers/summarize-groups.ts";
import type { Variants } from "../graph/variants.ts";

/** How long the cases of each variant take, in the order of the variants; `caseSeconds` has the duration of each case. */
export async function measureVariantTimes(
  log: EventLog,
  variants: Variants,
  caseSeconds: Float64Array,
  run: RunOptions = {},
): Promise<DurationSummary[]> {
  if (caseSeconds.length !== log.caseCount) throw new RangeError("one duration for each case is needed");
  return summarizeGroups(Int32Array.from(variants.variantOfCase), caseSeconds, variants.variantCount, run);
}
