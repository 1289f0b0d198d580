import { defineOperation } from "../definition/define-operation.ts";
import { filtersOf } from "../filters/filters-of.ts";
import { FILTER_PARAMETERS } from "../filters/filters-parameter.ts";
import { judgeFilters } from "../filters/judge-filters.ts";
import { reportParametersSchema, type ReportParameters } from "./parameters.ts";

/** Parameters that decide what a report says; the formats only decide how it is written. */
const COMPOSED_FROM = [
  ...FILTER_PARAMETERS,
  "sourceOperationIds",
  "reportType",
  "includeVisualizations",
  "title",
  "branding",
  "language",
] as const satisfies readonly (keyof ReportParameters)[];

/** Writes a report on the results of other operations. */
export const reportGeneration = defineOperation<ReportParameters>({
  type: "ReportGeneration",
  description:
    "Writes one report on the results of other operations: of those named, or of the operation's dependencies in a batch.",
  examples: [
    {
      name: "A summary for the management, as PDF",
      parameters: {
        reportType: "executive_summary",
        sourceOperationIds: ["op-ff0e8400-e29b-41d4-a716-446655440000"],
        exportFormats: ["PDF"],
      },
    },
    {
      name: "Two analyses compared, as a workbook",
      parameters: {
        reportType: "comparison",
        sourceOperationIds: ["op-ff0e8400-e29b-41d4-a716-446655440000", "op-aa1e8400-e29b-41d4-a716-446655440000"],
        exportFormats: ["Excel"],
      },
    },
  ],
  parameters: reportParametersSchema,
  needsDataset: false,
  needsSources: true,
  datasetOf: () => null,
  sourceOperationsOf: ({ sourceOperationIds = [] }) =>
    sourceOperationIds.map((operationId, index) => ({ operationId, at: ["sourceOperationIds", index] })),
  judgeDataset: judgeFilters,
  furtherDatasetsOf: ({ templateDatasetId }) =>
    templateDatasetId === undefined
      ? []
      : [{ datasetId: templateDatasetId, at: ["templateDatasetId"], kind: "template" }],
  readsSourceDatasets: (parameters) => filtersOf(parameters) !== null,
  // With filters each analysis is made again.
  estimate: ({ parameters }) =>
    filtersOf(parameters) === null ? { lowSec: 2, highSec: 30 } : { lowSec: 4, highSec: 120 },
  preload: [() => import("./collect-data.ts"), () => import("./compose.ts"), () => import("./render.ts")],
  phases: [
    {
      name: "Data Collection",
      description: "Reads the results that the report is on.",
      weight: 20,
      version: 2,
      dependsOnParameters: [...FILTER_PARAMETERS, "sourceOperationIds", "reportType"],
      run: async (ctx) => (await import("./collect-data.ts")).collectData(ctx),
    },
    {
      name: "Composition",
      description: "Chooses sections, figures and pictures.",
      weight: 20,
      version: 9,
      dependsOnParameters: COMPOSED_FROM,
      run: async (ctx) => (await import("./compose.ts")).compose(ctx),
    },
    {
      name: "Rendering",
      description: "Writes the files in the formats asked for.",
      weight: 60,
      version: 9,
      dependsOnParameters: [...COMPOSED_FROM, "exportFormats", "templateDatasetId"],
      run: async (ctx) => (await import("./render.ts")).render(ctx),
    },
  ],
});
