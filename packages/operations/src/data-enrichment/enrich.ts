import { join } from "node:path";
import { enrichEventTable } from "@longhaul/event-log";
import type { PhaseOutput } from "../basics/phase-context.ts";
import { ENRICHED_TABLE, engineLimits, inputDataset, latestTable, type EnrichmentContext } from "./tables.ts";

/** Adds the requested columns; without any, the table stays as it is. */
export async function enrich(ctx: EnrichmentContext): Promise<PhaseOutput> {
  const { derivedColumns, timezone, shifts, joinWith } = ctx.parameters;
  if (derivedColumns.length === 0 && joinWith === undefined) return { results: { columnsAdded: [] } };
  const tablePath = await latestTable(ctx);
  const enrichedPath = join(ctx.scratchDir, ENRICHED_TABLE);
  const total = inputDataset(ctx).events;
  const { columns, join: joined } = await enrichEventTable({
    ...engineLimits(ctx),
    tablePath,
    enrichedPath,
    derivedColumns,
    timezone,
    ...(shifts === undefined ? {} : { shifts }),
    ...(joinWith === undefined
      ? {}
      : { join: { ...joinWith, tablePath: (await ctx.openDataset(joinWith.datasetId)).tablePath } }),
    onProgress: (fraction, currentActivity) =>
      ctx.progress(fraction, {
        currentActivity,
        processedRecords: Math.round(fraction * total),
        totalRecords: total,
      }),
  });
  await ctx.keepFile(ENRICHED_TABLE, enrichedPath);
  return {
    recordsProcessed: total,
    results: {
      columnsAdded: columns,
      ...(joinWith === undefined || joined === null ? {} : { join: { datasetId: joinWith.datasetId, ...joined } }),
    },
    summary: { columnsAdded: columns.length },
  };
}
