import { defineOperation } from "../definition/define-operation.ts";
import { COMPLIANCE_PARAMETERS } from "../analysis-parameters/compliance-parameters.ts";
import { judgeModel, judgeModelDataset } from "../compliance/judge-model.ts";
import { judgeRules } from "../compliance/judge-rules.ts";
import { FILTER_PARAMETERS } from "../filters/filters-parameter.ts";
import { judgeFilters } from "../filters/judge-filters.ts";
import { analysisParametersSchema, type AnalysisParameters } from "../analysis-parameters/parameters.ts";

const discoveryParameters = [
  ...FILTER_PARAMETERS,
  ...COMPLIANCE_PARAMETERS,
  "lifecycle",
  "analysisType",
  "algorithm",
  "noiseThreshold",
  "heuristicsSettings",
  "workingCalendar",
  "enableVariantAnalysis",
  "enableBottleneckDetection",
  "language",
] as const;

/** Insights are drawn from what discovery found as well. */
const learningParameters = [
  ...discoveryParameters,
  "algorithmSettings",
  "enableML",
  "generateInsights",
  "generateOptimizationRecommendations",
  "activityRoles",
  "predictionTargets",
] as const;

/** Mines an event log: validates it, discovers the process, predicts and finds anomalies, reports. */
export const processMiningAnalysis = defineOperation<AnalysisParameters>({
  type: "ProcessMiningAnalysis",
  description:
    "Mines an event log: discovers the process with its variants and bottlenecks, predicts running cases, finds anomalies, recommends and reports.",
  examples: [
    { name: "Everything, with defaults", parameters: { datasetId: "880e8400-e29b-41d4-a716-446655440000" } },
    {
      name: "The process of one month, without learning",
      parameters: {
        datasetId: "880e8400-e29b-41d4-a716-446655440000",
        timeWindow: { startDate: "2024-01-01", endDate: "2024-01-31" },
        enableML: false,
        outputOptions: { exportFormats: ["PDF", "SVG"] },
      },
    },
  ],
  parameters: analysisParametersSchema,
  needsDataset: true,
  datasetOf: (parameters) => parameters.datasetId ?? null,
  judgeDataset: (parameters, facts) => [...judgeFilters(parameters, facts), ...judgeRules(parameters, facts)],
  judgeContents: judgeModel,
  furtherDatasetsOf: ({ referenceModel }) =>
    referenceModel?.datasetId === undefined
      ? []
      : [{ datasetId: referenceModel.datasetId, at: ["referenceModel", "datasetId"], kind: "model" }],
  judgeFurtherDatasets: judgeModelDataset,
  sourceOperationsOf: ({ referenceModel }) =>
    referenceModel?.operationId === undefined
      ? []
      : [{ operationId: referenceModel.operationId, at: ["referenceModel", "operationId"] }],
  estimate: ({ records }) => {
    const millions = (records ?? 100_000) / 1_000_000;
    return { lowSec: Math.ceil(2 + 15 * millions), highSec: Math.ceil(10 + 60 * millions) };
  },
  preload: [
    () => import("./load-and-validate.ts"),
    () => import("./discover-process.ts"),
    () => import("./learn-from-log.ts"),
    () => import("./generate-report.ts"),
  ],
  phases: [
    {
      name: "Data Loading & Validation",
      description: "Opens the log, applies the period, judges its quality.",
      weight: 15,
      version: 5,
      dependsOnParameters: [...FILTER_PARAMETERS, "lifecycle"],
      run: async (ctx) => (await import("./load-and-validate.ts")).loadAndValidate(ctx),
    },
    {
      name: "Process Discovery",
      description: "Finds the model, the variants, the times between activities and the bottlenecks.",
      weight: 25,
      version: 7,
      dependsOnParameters: discoveryParameters,
      run: async (ctx) => (await import("./discover-process.ts")).discoverProcess(ctx),
    },
    {
      name: "Machine Learning Analysis",
      description: "Learns to predict cases, finds anomalies, draws insights and recommendations.",
      weight: 45,
      version: 7,
      dependsOnParameters: learningParameters,
      run: async (ctx) => (await import("./learn-from-log.ts")).learnFromLog(ctx),
    },
    {
      name: "Report Generation",
      description: "Writes reports, pictures and tables.",
      weight: 15,
      version: 9,
      // The report is on all that was found, and lists all parameters.
      dependsOnParameters: [...learningParameters, "outputOptions", "branding"],
      run: async (ctx) => (await import("./generate-report.ts")).generateReport(ctx),
    },
  ],
});
