import { PhaseError, type PhaseContext, type PhaseDataset } from "../basics/phase-context.ts";
import type { EnrichmentParameters } from "./parameters.ts";

export type EnrichmentContext = PhaseContext<EnrichmentParameters>;

/** Names under which phases keep their tables. */
export const FILTERED_TABLE = "filtered.parquet";
export const FILTERED_UNTIMED = "filtered-untimed.parquet";
export const CLEANED_TABLE = "cleaned.parquet";
export const ENRICHED_TABLE = "enriched.parquet";

/** The engine's share of the operation's allocation. */
export function engineLimits(ctx: EnrichmentContext) {
  return {
    scratchDir: ctx.scratchDir,
    threads: Math.max(1, Math.floor(ctx.resources.cpuUnits)),
    memoryLimitMB: Math.floor((ctx.resources.memoryGb * 1024) / 2),
    signal: ctx.signal,
  };
}

/** The dataset that the operation enriches. */
export function inputDataset(ctx: EnrichmentContext): PhaseDataset {
  if (ctx.dataset === null) throw new PhaseError("dataset_missing", "the operation names no dataset");
  return ctx.dataset;
}

/** The newest table: that of the last phase that made one, else the dataset's. */
export async function latestTable(ctx: EnrichmentContext): Promise<string> {
  for (const name of [ENRICHED_TABLE, CLEANED_TABLE, FILTERED_TABLE]) if (ctx.hasFile(name)) return ctx.openFile(name);
  return inputDataset(ctx).tablePath;
}

/** The rows without a readable time, in the cases that the filters left; null if there are none. */
export async function untimedRows(ctx: EnrichmentContext): Promise<string | null> {
  if (ctx.hasFile(FILTERED_UNTIMED)) return ctx.openFile(FILTERED_UNTIMED);
  return (await inputDataset(ctx).openUntimed?.()) ?? null;
}
