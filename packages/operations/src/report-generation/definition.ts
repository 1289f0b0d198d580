import { defineOperation } from "../define-operation.ts";
import { reportParametersSchema, type ReportParameters } from "./parameters.ts";

/** Writes a report on the results of other operations. */
export const reportGeneration = defineOperation<ReportParameters>({
  type: "ReportGeneration",
  parameters: reportParametersSchema,
  needsDataset: false,
  needsSources: true,
  datasetOf: () => null,
  sourceOperationsOf: (parameters) => parameters.sourceOperationIds ?? [],
  estimate: () => ({ lowSec: 2, highSec: 30 }),
  preload: [() => import("./collect-data.ts"), () => import("./compose.ts"), () => import("./render.ts")],
  phases: [
    {
      name: "Data Collection",
      weight: 20,
      version: 2,
      dependsOnParameters: ["sourceOperationIds", "reportType"],
      run: async (ctx) => (await import("./collect-data.ts")).collectData(ctx),
    },
    {
      name: "Composition",
      weight: 20,
      version: 4,
      dependsOnParameters: ["sourceOperationIds", "reportType", "includeVisualizations", "title"],
      run: async (ctx) => (await import("./compose.ts")).compose(ctx),
    },
    {
      name: "Rendering",
      weight: 60,
      version: 4,
      dependsOnParameters: ["sourceOperationIds", "reportType", "includeVisualizations", "title", "exportFormats"],
      run: async (ctx) => (await import("./render.ts")).render(ctx),
    },
  ],
});
