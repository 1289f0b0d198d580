import { defineOperation } from "../definition/define-operation.ts";
import { FILTER_PARAMETERS } from "../filters/filters-parameter.ts";
import { judgeEnrichment, judgeJoined } from "./judge-enrichment.ts";
import { enrichmentParametersSchema, type EnrichmentParameters } from "./parameters.ts";

/** Cleans and widens an event log; the result is a new dataset, which dependents in a batch work on, and a file to download. */
export const dataEnrichment = defineOperation<EnrichmentParameters>({
  type: "DataEnrichment",
  description:
    "Cleans an event log by rules, adds derived columns and columns of another dataset; the result is a new dataset and a file.",
  examples: [
    {
      name: "Clean, and add the duration of cases",
      parameters: {
        datasetId: "880e8400-e29b-41d4-a716-446655440000",
        cleaningRules: ["trim_whitespace", "remove_duplicates", "fix_timestamps"],
        derivedColumns: ["case_duration", "weekday"],
      },
    },
    {
      name: "Rename activities, as Parquet",
      parameters: {
        datasetId: "880e8400-e29b-41d4-a716-446655440000",
        cleaningRules: [{ rule: "map_activities", mapping: { "Aprove order": "Approve order" } }],
        outputFormat: "parquet",
      },
    },
  ],
  parameters: enrichmentParametersSchema,
  needsDataset: true,
  givesDataset: true,
  datasetOf: (parameters) => parameters.datasetId ?? null,
  judgeDataset: judgeEnrichment,
  judgeFurtherDatasets: judgeJoined,
  furtherDatasetsOf: ({ joinWith }) =>
    joinWith === undefined ? [] : [{ datasetId: joinWith.datasetId, at: ["joinWith", "datasetId"] }],
  estimate: ({ records }) => {
    const millions = (records ?? 100_000) / 1_000_000;
    return { lowSec: Math.ceil(1 + 5 * millions), highSec: Math.ceil(5 + 50 * millions) };
  },
  preload: [
    () => import("./load-and-validate.ts"),
    () => import("./clean.ts"),
    () => import("./enrich.ts"),
    () => import("./export-dataset.ts"),
  ],
  phases: [
    {
      name: "Data Loading & Validation",
      description: "Opens the log, and the one that is joined.",
      weight: 10,
      version: 3,
      dependsOnParameters: [...FILTER_PARAMETERS, "joinWith"],
      run: async (ctx) => (await import("./load-and-validate.ts")).loadAndValidate(ctx),
    },
    {
      name: "Cleaning",
      description: "Applies the cleaning rules.",
      weight: 45,
      version: 3,
      dependsOnParameters: [...FILTER_PARAMETERS, "cleaningRules"],
      run: async (ctx) => (await import("./clean.ts")).clean(ctx),
    },
    {
      name: "Enrichment",
      description: "Adds the columns that were asked for.",
      weight: 25,
      version: 2,
      dependsOnParameters: [...FILTER_PARAMETERS, "derivedColumns", "timezone", "shifts", "joinWith"],
      run: async (ctx) => (await import("./enrich.ts")).enrich(ctx),
    },
    {
      name: "Dataset Export",
      description: "Writes the file, and makes the dataset.",
      weight: 20,
      version: 3,
      dependsOnParameters: [...FILTER_PARAMETERS, "outputFormat", "outputName"],
      run: async (ctx) => (await import("./export-dataset.ts")).exportDataset(ctx),
    },
  ],
});
