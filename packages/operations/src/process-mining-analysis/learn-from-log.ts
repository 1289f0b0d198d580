import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { spanText } from "@longhaul/domain";
import {
  detectAnomalies,
  exportModels,
  findPatterns,
  predictProcess,
  recommendImprovements,
  type AnomalyReport,
  type EventLog,
  type PatternReport,
  type PredictionOutcome,
} from "@longhaul/process-mining";
import type { PhaseContext, PhaseOutput, PhaseProgressReport, Recommendation } from "../phase-context.ts";
import { zipBytes } from "../zip-bytes.ts";
import { ANOMALIES_FILE, anomaliesCsv } from "./anomalies-csv.ts";
import { openEventLog } from "./open-event-log.ts";
import type { AnalysisParameters } from "./parameters.ts";

/** Parts of the phase and the share of it that each takes. */
const PARTS = { read: 0.1, predict: 0.5, anomalies: 0.2, patterns: 0.1, recommend: 0.1 } as const;
type Part = keyof typeof PARTS;

/** Trains and judges predictions, looks for anomalies and patterns, and derives recommendations. What can't be known is left out. */
export async function learnFromLog(ctx: PhaseContext<AnalysisParameters>): Promise<PhaseOutput> {
  const wanted = partsWanted(ctx.parameters);
  const total = [...wanted].reduce((sum, part) => sum + PARTS[part], 0);
  let before = 0;
  const part = (name: Part, currentActivity: string) => {
    const base = before;
    before += PARTS[name] / total;
    const tell = (fraction: number, more: PhaseProgressReport = {}): void =>
      ctx.progress(base + (fraction * PARTS[name]) / total, { currentActivity, ...more });
    tell(0);
    return tell;
  };

  const log = await openEventLog(ctx, part("read", "Reading events"));
  const run = (onProgress: (fraction: number) => void) => ({
    signal: ctx.signal,
    onProgress: (fraction: number) => onProgress(fraction),
  });
  let prediction: PredictionOutcome | undefined;
  if (wanted.has("predict")) {
    const tell = part("predict", "Training models");
    prediction = await predictProcess(
      log,
      { performance: ctx.parameters.algorithmSettings.performanceOptimization },
      {
        signal: ctx.signal,
        onProgress: ({ fraction, currentActivity, modelsTraining, modelsCompleted }) =>
          tell(fraction, {
            currentActivity,
            modelsTraining,
            modelsCompleted,
            processedRecords: Math.round(fraction * log.eventCount),
            totalRecords: log.eventCount,
          }),
      },
    );
  }
  const anomalies = wanted.has("anomalies")
    ? await detectAnomalies(log, {}, run(part("anomalies", "Looking for anomalies")))
    : undefined;
  const patterns = wanted.has("patterns")
    ? await findPatterns(log, {}, run(part("patterns", "Looking for patterns")))
    : undefined;
  const recommendations = wanted.has("recommend")
    ? await recommendImprovements(log, run(part("recommend", "Deriving recommendations")))
    : undefined;

  await storeFiles(ctx, log, prediction, anomalies);
  const models = countModels(prediction);
  return {
    recordsProcessed: log.eventCount,
    results: {
      ...(anomalies === undefined ? {} : { anomalies: presentAnomalies(anomalies) }),
      ...(prediction === undefined ? {} : { predictions: presentPredictions(prediction) }),
      ...(patterns === undefined ? {} : { patterns: presentPatterns(patterns) }),
    },
    detail: {
      results: {
        ...(anomalies === undefined ? {} : { anomaliesDetected: anomalies.detected }),
        modelsGenerated: models,
      },
    },
    summary: {
      ...(anomalies === undefined ? {} : { anomaliesDetected: anomalies.detected }),
      modelsGenerated: models,
      ...(prediction?.outcome === "predicted"
        ? { overallConfidenceScore: Number((100 * prediction.report.pathPrediction.confidence).toFixed(1)) }
        : {}),
    },
    ...(recommendations === undefined ? {} : { recommendations: recommendations.map(toRecommendation) }),
  };
}

function partsWanted({
  analysisType,
  enableML,
  algorithmSettings,
  generateInsights,
  generateOptimizationRecommendations,
}: AnalysisParameters): Set<Part> {
  const all = analysisType === "comprehensive";
  const wanted = new Set<Part>(["read"]);
  if (enableML && algorithmSettings.useAdvancedML && (all || analysisType === "prediction")) wanted.add("predict");
  if (algorithmSettings.enableAnomalyDetection && (all || analysisType === "prediction")) wanted.add("anomalies");
  if (generateInsights && all) wanted.add("patterns");
  if (generateOptimizationRecommendations && (all || analysisType === "performance")) wanted.add("recommend");
  return wanted;
}

function presentAnomalies({
  detected,
  highSeverity,
  mediumSeverity,
  lowSeverity,
  quality,
}: AnomalyReport): Record<string, unknown> {
  return {
    detected,
    highSeverity,
    mediumSeverity,
    lowSeverity,
    ...(quality === undefined
      ? {}
      : {
          falsePositiveRate: Number(quality.falsePositiveRate.toFixed(4)),
          recallOnPlanted: Number(quality.recall.toFixed(4)),
        }),
  };
}

function presentPredictions(prediction: PredictionOutcome): Record<string, unknown> {
  if (prediction.outcome !== "predicted") return { notAvailable: prediction.reason };
  const { pathPrediction: path, cycleTimePrediction: time, split } = prediction.report;
  const round = (value: number): number => Number(value.toFixed(4));
  return {
    ...(time.outcome === "predicted"
      ? {
          cycleTimePrediction: {
            accuracy: round(time.accuracy),
            meanAbsoluteError: spanText(3600 * time.meanAbsoluteErrorHours),
            recommended: time.recommended,
            beatsBaseline: time.beatsBaseline,
            baselines: time.baselines.map(({ name, meanAbsoluteErrorHours }) => ({
              name,
              meanAbsoluteError: spanText(3600 * meanAbsoluteErrorHours),
            })),
          },
        }
      : {}),
    pathPrediction: {
      accuracy: round(path.accuracy),
      confidence: round(path.confidence),
      recommended: path.recommended,
      beatsBaseline: path.beatsBaseline,
      baselines: path.baselines.map(({ name, accuracy }) => ({ name, accuracy: round(accuracy) })),
    },
    evaluation: {
      splitDate: new Date(split.splitMs).toISOString(),
      trainCases: split.trainCases,
      testCases: split.testCases,
    },
  };
}

function presentPatterns({
  frequentPatterns,
  rarePatterns,
  criticalPaths,
  frequent,
  rare,
  critical,
}: PatternReport): Record<string, unknown> {
  return {
    frequentPatterns,
    rarePatterns,
    criticalPaths,
    examples: { frequent: frequent.slice(0, 10), rare: rare.slice(0, 10), critical: critical.slice(0, 5) },
  };
}

function countModels(prediction: PredictionOutcome | undefined): number {
  if (prediction?.outcome !== "predicted") return 0;
  return prediction.models.remainingTime === null ? 1 : 2;
}

async function storeFiles(
  ctx: PhaseContext<AnalysisParameters>,
  log: EventLog,
  prediction: PredictionOutcome | undefined,
  anomalies: AnomalyReport | undefined,
): Promise<void> {
  if (anomalies !== undefined) {
    const path = join(ctx.scratchDir, ANOMALIES_FILE);
    await writeFile(path, anomaliesCsv(log, anomalies));
    await ctx.keepFile(ANOMALIES_FILE, path);
  }
  if (prediction?.outcome === "predicted") {
    const files = exportModels(prediction.models, prediction.report, ctx.dataset?.name ?? ctx.operationName);
    await ctx.artifact(
      {
        name: "Predictive Models",
        fileName: "models.zip",
        type: "Model",
        format: "ONNX",
        mediaType: "application/zip",
        description: "Trained models for path and cycle time prediction, their features, baselines and model card",
      },
      await zipBytes(files),
    );
  }
}

function toRecommendation({
  category,
  priority,
  recommendation,
  expectedImprovement,
  evidence,
}: Recommendation): Recommendation {
  return {
    category,
    priority,
    recommendation,
    ...(expectedImprovement === undefined ? {} : { expectedImprovement }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}
