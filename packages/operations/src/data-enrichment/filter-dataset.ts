import { join } from "node:path";
import { writeFilteredTable } from "@longhaul/event-log";
import { filtersOf } from "../filters/filters-of.ts";
import { openFilteredLog, type FilterReport } from "../filters/open-filtered-log.ts";
import { engineLimits, FILTERED_TABLE, FILTERED_UNTIMED, inputDataset, type EnrichmentContext } from "./tables.ts";

/**
 * Keeps the part of the dataset that the filters describe as the table that is worked on: the cases that an analysis
 * with these filters would be about, with all their columns. Null without filters.
 */
export async function filterDataset(ctx: EnrichmentContext): Promise<FilterReport | null> {
  if (filtersOf(ctx.parameters) === null) return null;
  const dataset = inputDataset(ctx);
  const limits = engineLimits(ctx);
  ctx.progress(0, { currentActivity: "Applying the filters", totalRecords: dataset.events });
  const { tablePath } = dataset;
  const { log, filtered, keepsActivity } = await openFilteredLog({ ...limits, tablePath }, [ctx.parameters], true);
  const cases = new Set(log.caseIds);
  const keeps = { keepsCase: (id: string) => cases.has(id), keepsActivity };
  const keep = async (from: string, name: string): Promise<void> => {
    const filteredPath = join(ctx.scratchDir, name);
    await writeFilteredTable({ ...limits, ...keeps, tablePath: from, filteredPath });
    await ctx.keepFile(name, filteredPath);
  };
  await keep(tablePath, FILTERED_TABLE);
  const untimedPath = await dataset.openUntimed?.();
  if (untimedPath !== undefined) await keep(untimedPath, FILTERED_UNTIMED);
  return filtered;
}
