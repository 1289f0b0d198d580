import { join } from "node:path";
import { describeEventTable, type ImportErrorSummary } from "@longhaul/event-log";
import { exportEventTable } from "@longhaul/event-log/event-tables";
import { doubtsOf } from "../basics/data-quality.ts";
import { filtersOf } from "../filters/filters-of.ts";
import { PhaseError, type ArtifactMeta, type PhaseDataset, type PhaseOutput } from "../basics/phase-context.ts";
import { cleaningPlan } from "./cleaning-plan.ts";
import type { EnrichmentParameters } from "./parameters.ts";
import { engineLimits, inputDataset, latestTable, type EnrichmentContext } from "./tables.ts";

const FILES = {
  csv: { format: "CSV", mediaType: "text/csv" },
  jsonl: { format: "JSONL", mediaType: "application/jsonl" },
  xes: { format: "XES", mediaType: "application/xml" },
  parquet: { format: "Parquet", mediaType: "application/vnd.apache.parquet" },
} as const;

/** The last phase of an enrichment: makes the new dataset, and the file to download. */
export async function exportDataset(ctx: EnrichmentContext): Promise<PhaseOutput> {
  const input = inputDataset(ctx);
  const { cleaningRules, derivedColumns, joinWith, outputFormat, outputName } = ctx.parameters;
  const filters = filtersOf(ctx.parameters);
  const limits = engineLimits(ctx);
  const tablePath = await latestTable(ctx);
  ctx.progress(0, { currentActivity: "Describing the dataset", totalRecords: input.events });
  const inherited = doubtsOf(input).map((doubt) => ({ inheritedFrom: input.id, ...doubt }));
  const { orderedBy } = input.detected as { orderedBy?: string };
  const {
    oddities: _,
    quality,
    doubts,
    activityNames,
    ...table
  } = await describeEventTable({
    ...limits,
    tablePath,
    inherited,
    orderedBy,
  });
  if (table.events === 0) {
    throw new PhaseError("no_records_left", "the cleaning rules dropped every record; see the results of Cleaning");
  }
  const name = outputName ?? `${input.name} (enriched)`;
  const columns = table.columns.map((column) => ({ ...column }));
  const outputDatasetId = await ctx.giveDataset({
    ...table,
    name,
    tablePath,
    columns,
    quality: { ...quality, errors: [] },
    detected: {
      doubts,
      ...(activityNames === null ? {} : { activityNames }),
      ...(orderedBy === undefined ? {} : { orderedBy }),
    },
    lineage: {
      inputQuality: inputQuality(input),
      cleaningRules: cleaningPlan(cleaningRules).rules,
      ...(filters === null ? {} : { filters }),
      // `filtered` and `cleaning`.
      ...Object.fromEntries(ctx.earlier.flatMap(({ output }) => Object.entries(output.data ?? {}))),
      derivedColumns,
      ...(joinWith === undefined ? {} : { joinedWith: joinWith.datasetId }),
    },
  });
  ctx.progress(0.3, { currentActivity: "Writing the file", totalRecords: table.events });
  const extension = extensionOf(outputFormat);
  const outPath = extension === "parquet" ? tablePath : join(ctx.scratchDir, `dataset.${extension}`);
  if (extension !== "parquet") {
    await exportEventTable({
      ...limits,
      tablePath,
      format: extension,
      outPath,
      logName: name,
      onFraction: (fraction) =>
        ctx.progress(0.3 + 0.5 * fraction, {
          currentActivity: "Writing the file",
          processedRecords: Math.round(fraction * table.events),
          totalRecords: table.events,
        }),
    });
  }
  const meta: ArtifactMeta = {
    name: "Dataset",
    fileName: `dataset.${extension}`,
    type: "Dataset",
    ...FILES[extension],
    description: "the cleaned and enriched event log",
  };
  await ctx.artifact(meta, { path: outPath });
  const { events, cases, activities } = table;
  return {
    recordsProcessed: events,
    results: { outputDatasetId, name, events, cases, activities, columns, quality, doubts, outputFormat },
    summary: {
      outputDatasetId,
      outputFormat,
      recordsAfter: events,
      casesAfter: cases,
      activitiesAfter: activities,
      dataQualityScoreAfter: quality.score,
    },
  };
}

/** What the import of the input left out or repaired. */
function inputQuality({ quality, errorRecords }: PhaseDataset): Record<string, unknown> {
  const errors = (quality["errors"] ?? []) as readonly ImportErrorSummary[];
  return {
    score: quality["score"],
    recordsLeftOut: errorRecords,
    errors: errors.map(({ type, count, resolved }) => ({ type, count, resolved })),
  };
}

const extensionOf = (format: EnrichmentParameters["outputFormat"]): keyof typeof FILES =>
  format === "processed_csv" ? "csv" : format;
