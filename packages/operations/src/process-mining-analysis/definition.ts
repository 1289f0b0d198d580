import { defineOperation } from "../define-operation.ts";
import { analysisParametersSchema, type AnalysisParameters } from "./parameters.ts";

const discoveryParameters = [
  "timeWindow",
  "lifecycle",
  "analysisType",
  "algorithm",
  "noiseThreshold",
  "heuristicsSettings",
  "workingCalendar",
  "enableVariantAnalysis",
  "enableBottleneckDetection",
] as const;

/** Insights are drawn from what discovery found as well. */
const learningParameters = [
  ...discoveryParameters,
  "algorithmSettings",
  "enableML",
  "generateInsights",
  "generateOptimizationRecommendations",
  "activityRoles",
] as const;

/** Mines an event log: validates it, discovers the process, predicts and finds anomalies, reports. */
export const processMiningAnalysis = defineOperation<AnalysisParameters>({
  type: "ProcessMiningAnalysis",
  parameters: analysisParametersSchema,
  needsDataset: true,
  datasetOf: (parameters) => parameters.datasetId ?? null,
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
      weight: 15,
      version: 3,
      dependsOnParameters: ["timeWindow", "lifecycle"],
      run: async (ctx) => (await import("./load-and-validate.ts")).loadAndValidate(ctx),
    },
    {
      name: "Process Discovery",
      weight: 25,
      version: 6,
      dependsOnParameters: discoveryParameters,
      run: async (ctx) => (await import("./discover-process.ts")).discoverProcess(ctx),
    },
    {
      name: "Machine Learning Analysis",
      weight: 45,
      version: 4,
      dependsOnParameters: learningParameters,
      run: async (ctx) => (await import("./learn-from-log.ts")).learnFromLog(ctx),
    },
    {
      name: "Report Generation",
      weight: 15,
      version: 5,
      // The report is on all that was found, and lists all parameters.
      dependsOnParameters: [...learningParameters, "outputOptions"],
      run: async (ctx) => (await import("./generate-report.ts")).generateReport(ctx),
    },
  ],
});
