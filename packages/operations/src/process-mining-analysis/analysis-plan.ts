import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";

/** What an analysis does. Reading, validation, the directly-follows graph, variants and times are part of all. */
export interface AnalysisPlan {
  /** Mine a process model and measure how well it conforms to the log. */
  readonly model: boolean;
  /** Whether to present cycle times, efficiency, rework, arrivals, resources. */
  readonly performance: boolean;
  readonly bottlenecks: boolean;
  /** Describe the variants one by one. */
  readonly variants: boolean;
  /** `simple` = by what followed most often and by medians; `trained` = models against those. */
  readonly predictions: "none" | "simple" | "trained";
  readonly anomalies: boolean;
  /** Patterns, and statements drawn from the figures. */
  readonly insights: boolean;
  readonly recommendations: boolean;
}

/** What remains of an analysis where the log has no times: no prediction can be tested on later cases, no advice weighed in time. */
export const withoutTimes = (plan: AnalysisPlan): AnalysisPlan => ({
  ...plan,
  predictions: "none",
  recommendations: false,
});

type Part = "model" | "performance" | "variants" | "predictions" | "anomalies" | "insights" | "recommendations";

/** What each type of analysis consists of; the switches of a request only take parts away. */
const PARTS: Readonly<Record<AnalysisParameters["analysisType"], readonly Part[]>> = {
  comprehensive: ["model", "performance", "variants", "predictions", "anomalies", "insights", "recommendations"],
  discovery: ["model", "variants"],
  performance: ["performance", "variants", "insights", "recommendations"],
  prediction: ["predictions", "anomalies"],
};

/** Makes the plan of an analysis from its parameters. */
export function planAnalysis(parameters: AnalysisParameters): AnalysisPlan {
  const { algorithmSettings } = parameters;
  const parts = new Set(PARTS[parameters.analysisType]);
  const trained = algorithmSettings.useAdvancedML ? "trained" : "simple";
  return {
    model: parts.has("model"),
    performance: parts.has("performance"),
    bottlenecks: parts.has("performance") && parameters.enableBottleneckDetection,
    variants: parts.has("variants") && parameters.enableVariantAnalysis,
    predictions: parts.has("predictions") && parameters.enableML ? trained : "none",
    anomalies: parts.has("anomalies") && algorithmSettings.enableAnomalyDetection,
    insights: parts.has("insights") && parameters.generateInsights,
    recommendations: parts.has("recommendations") && parameters.generateOptimizationRecommendations,
  };
}
