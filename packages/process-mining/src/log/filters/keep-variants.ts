import type { EventLog, RunOptions, VariantFilter } from "@longhaul/event-log";
import { discoverVariants, variantActivities, variantsToCover } from "../../graph/variants.ts";

/** 1 for each case of the log whose variant the filter keeps. */
export async function keepVariants(log: EventLog, filter: VariantFilter, run: RunOptions): Promise<Uint8Array> {
  const variants = await discoverVariants(log, run);
  const { mostFrequent, coverShare, minCases = 0, paths, exceptPaths = [] } = filter;
  const most = Math.min(
    mostFrequent ?? Number.POSITIVE_INFINITY,
    coverShare === undefined ? Number.POSITIVE_INFINITY : variantsToCover(variants, coverShare),
  );
  const named = (these: readonly (readonly string[])[]): Set<string> =>
    new Set(these.map((path) => JSON.stringify(path)));
  const [wanted, unwanted] = [paths === undefined ? null : named(paths), named(exceptPaths)];
  const byName = wanted !== null || unwanted.size > 0;
  const keeps = new Uint8Array(variants.variantCount);
  for (let variant = 0; variant < variants.variantCount && variant < most; variant++) {
    if ((variants.counts[variant] ?? 0) < minCases) break;
    const path = byName ? JSON.stringify(variantActivities(log, variants, variant)) : "";
    if ((wanted?.has(path) ?? true) && !unwanted.has(path)) keeps[variant] = 1;
  }
  return Uint8Array.from(variants.variantOfCase, (variant) => keeps[variant] ?? 0);
}
