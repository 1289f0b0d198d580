import { join } from "node:path";
import { describeEventTable, type ImportErrorSummary } from "@longhaul/event-log";
import { dataQualityOf } from "../basics/data-quality.ts";
import { PhaseError, type PhaseOutput } from "../basics/phase-context.ts";
import { filterDataset } from "./filter-dataset.ts";
import { NEED_TIMES } from "./judge-enrichment.ts";
import { engineLimits, FILTERED_TABLE, inputDataset, type EnrichmentContext } from "./tables.ts";

/** Says what the data is worth before anything is done to it, and refuses a join that can't work. */
export async function loadAndValidate(ctx: EnrichmentContext): Promise<PhaseOutput> {
  const dataset = inputDataset(ctx);
  const { joinWith, derivedColumns } = ctx.parameters;
  ctx.progress(0, { currentActivity: "Checking events", totalRecords: dataset.events });
  const limits = engineLimits(ctx);
  const filtered = await filterDataset(ctx);
  const tablePath = filtered === null ? dataset.tablePath : join(ctx.scratchDir, FILTERED_TABLE);
  const table = await describeEventTable({ ...limits, tablePath, withDuplicates: true });
  const underivable = derivedColumns.find((name) => NEED_TIMES.has(name));
  if (table.timeStart === null && table.events > 0 && underivable !== undefined)
    throw new PhaseError(
      "no_times",
      `the dataset's log has no times, so derivedColumns can't have ${underivable}; leave it out`,
    );
  if (joinWith !== undefined) {
    const other = await ctx.openDataset(joinWith.datasetId);
    const { columns } = await describeEventTable({ ...limits, tablePath: other.tablePath });
    requireColumn("key", joinWith.key, dataset.name, table.columns);
    requireColumn("otherKey", joinWith.otherKey ?? joinWith.key, other.name, columns);
    for (const name of joinWith.columns ?? []) requireColumn("columns", name, other.name, columns);
  }
  const importErrors = (dataset.quality["errors"] ?? []) as readonly ImportErrorSummary[];
  const dataQualityScore = Number(dataset.quality["score"] ?? 100);
  const oddities = [
    { type: "Duplicate Event", count: table.oddities.duplicateRows },
    { type: "Missing Timestamp", count: table.oddities.missingTimestamps },
    { type: "Start After Completion", count: table.oddities.startsAfterCompletion },
    { type: "Missing Resource", count: table.oddities.missingResources },
  ].filter(({ count }) => count > 0);
  const { errorRecords } = dataset;
  return {
    recordsProcessed: table.events,
    results: {
      recordsLoaded: dataset.events + errorRecords,
      validRecords: dataset.events,
      ...(filtered === null ? {} : { filtered }),
      cases: table.cases,
      activities: table.activities,
      dataQualityScore,
      dataQuality: dataQualityOf(dataset),
      // What the import left out is not in the table; `fix_timestamps` can bring back what only lacks a time.
      validationErrors: [
        ...importErrors.map(({ type, count, resolved }) => ({ type, count, resolved, foundBy: "import" })),
        ...oddities.map((oddity) => ({ ...oddity, resolved: false, foundBy: "validation" })),
      ],
      columns: table.columns.map(({ name, type, role, nulls }) => ({ name, type, role, nulls })),
    },
    detail: { validationResults: { validRecords: dataset.events, errorRecords, dataQualityScore } },
    summary: { recordsBefore: dataset.events, dataQualityScore },
    ...(filtered === null ? {} : { data: { filtered } }),
  };
}

function requireColumn(
  parameter: string,
  name: string,
  dataset: string,
  columns: readonly { readonly name: string }[],
): void {
  if (columns.some((column) => column.name === name)) return;
  const known = columns.map((column) => `"${column.name}"`).join(", ");
  throw new PhaseError(
    "column_not_found",
    `joinWith/${parameter} names the column "${name}", which the dataset "${dataset}" hasn't; its columns are ${known}`,
  );
}
