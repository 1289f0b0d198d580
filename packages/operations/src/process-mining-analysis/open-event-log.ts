import type { EventTableOptions } from "@longhaul/event-log";
import { openFilteredLog, type OpenedLog } from "../filters/open-filtered-log.ts";
import { PhaseError, type PhaseContext } from "../basics/phase-context.ts";
import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";

/** The event table of the operation's dataset, and what reading it may take. */
export function tableOf(ctx: PhaseContext<AnalysisParameters>): EventTableOptions {
  if (ctx.dataset === null) throw new PhaseError("dataset_missing", "the operation names no dataset");
  return {
    tablePath: ctx.dataset.tablePath,
    threads: Math.max(1, Math.floor(ctx.resources.cpuUnits)),
    memoryLimitMB: Math.floor((ctx.resources.memoryGb * 1024) / 2),
    scratchDir: ctx.scratchDir,
    signal: ctx.signal,
  };
}

/**
 * Reads the cases that the operation is about, as its `lifecycle` views them; `onProgress` hears how far that is, 0 to 1.
 * With `withFileRows` the log can be joined with the attributes of its events.
 */
export async function openEventLog(
  ctx: PhaseContext<AnalysisParameters>,
  onProgress?: (fraction: number) => void,
  { withFileRows = false }: { readonly withFileRows?: boolean } = {},
): Promise<OpenedLog> {
  const { parameters } = ctx;
  const filters = [parameters, parameters.furtherFilters ?? {}];
  return openFilteredLog(tableOf(ctx), filters, parameters.lifecycle === "merged", onProgress, withFileRows);
}
