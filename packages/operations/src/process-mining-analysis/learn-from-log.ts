import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  readCaseAttributes,
  readEventAttributes,
  type CaseAttribute,
  type EventLog,
  type RunOptions,
} from "@longhaul/event-log";
import {
  askForCauses,
  detectAnomalies,
  exportModels,
  findPatterns,
  findRootCauses,
  findTerms,
  measureCaseDurations,
  predictProcess,
  predictWithoutModels,
  recommendImprovements,
  segmentFinder,
  timedOutCases,
  type AnomalyReport,
  type CauseAnswer,
  type FoundTerm,
  type PredictionOutcome,
  type RootCauses,
  type SegmentFinder,
  type SimplePredictionOutcome,
} from "@longhaul/process-mining";
import type { PhaseContext, PhaseOutput, PhaseProgressReport, Recommendation } from "../basics/phase-context.ts";
import { isOrderKnown } from "../basics/data-quality.ts";
import { zipBytes } from "../basics/zip-bytes.ts";
import { analysisEfforts } from "./analysis-effort.ts";
import { planAnalysis, withoutTimes, type AnalysisPlan } from "./analysis-plan.ts";
import { ANOMALIES_FILE, anomaliesCsv } from "./anomalies-csv.ts";
import { confidenceScore, trainedModels } from "./confidence.ts";
import { presentFinding } from "../wording/advice-text.ts";
import { languageOf } from "../basics/language-parameter.ts";
import { textsIn } from "../texts/texts.ts";
import { deriveInsights } from "./derive-insights.ts";
import { DISCOVERY_FILE, type Discovery } from "../findings/discovery.ts";
import { openEventLog, tableOf } from "./open-event-log.ts";
import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";
import { asksOf, questionsOf, type TargetQuestion } from "./prediction-targets.ts";
import { wordInsight } from "../wording/word-insight.ts";
import { openDeviating } from "../compliance/deviating-cases.ts";
import { presentRootCauses } from "./present-causes.ts";
import { LEARNED_FILE, presentAnomalousCases, presentAttributes, presentRunningCases } from "./learned-detail.ts";
import { runningCasesCsv } from "../findings/running-cases.ts";
import { presentAnomalies, presentPatterns, presentPredictions } from "./present-learning.ts";

/** Parts of the phase and the share of it that each takes. */
const PARTS = { read: 0.1, predict: 0.5, anomalies: 0.15, patterns: 0.05, causes: 0.1, recommend: 0.1 } as const;
type Part = keyof typeof PARTS;

/** Trains and judges predictions, looks for anomalies and patterns, and derives recommendations. What can't be known is left out. */
export async function learnFromLog(ctx: PhaseContext<AnalysisParameters>): Promise<PhaseOutput> {
  const requested = planAnalysis(ctx.parameters);
  const { performanceOptimization: performance } = ctx.parameters.algorithmSettings;
  const effort = analysisEfforts[performance];
  const wanted = partsOf(requested);
  const total = [...wanted].reduce((sum, part) => sum + PARTS[part], 0);
  let before = 0;
  const part = (name: Part, currentActivity: string) => {
    const base = before;
    before += PARTS[name] / total;
    const report = (fraction: number, more: PhaseProgressReport = {}): void =>
      ctx.progress(base + (fraction * PARTS[name]) / total, { currentActivity, ...more });
    report(0);
    return report;
  };

  const withFileRows = requested.predictions === "trained";
  const { log } = await openEventLog(ctx, part("read", "Reading events"), { withFileRows });
  const isTimed = log.isTimed !== false;
  const plan = isTimed ? requested : withoutTimes(requested);
  const run = (onProgress: (fraction: number) => void) => ({
    signal: ctx.signal,
    onProgress: (fraction: number) => onProgress(fraction),
  });
  let prediction: PredictionOutcome | SimplePredictionOutcome | undefined;
  let targets: readonly TargetQuestion[] = [];
  if (plan.predictions === "simple") {
    prediction = await predictWithoutModels(log, { performance }, run(part("predict", "Judging simple predictions")));
  } else if (plan.predictions === "trained") {
    const report = part("predict", "Training models");
    const { read: attributes, notRead } = await readEventAttributes(tableOf(ctx), log);
    targets = await questionsOf(ctx.parameters.predictionTargets ?? {}, tableOf(ctx), log, attributes);
    const questions = targets.flatMap((target) => ("question" in target ? [target.question] : []));
    prediction = await predictProcess(
      log,
      { performance, attributes, attributesNotRead: notRead, questions },
      {
        signal: ctx.signal,
        onProgress: ({ fraction, currentActivity, modelsTraining, modelsCompleted }) =>
          report(fraction, {
            currentActivity,
            modelsTraining,
            modelsCompleted,
            processedRecords: Math.round(fraction * log.eventCount),
            totalRecords: log.eventCount,
          }),
      },
    );
  }
  const anomalies = plan.anomalies
    ? await detectAnomalies(
        log,
        { mostTypicalCases: effort.mostTypicalCases, estimateFalsePositives: isTimed },
        run(part("anomalies", "Looking for anomalies")),
      )
    : undefined;
  const patterns = plan.insights
    ? await findPatterns(log, { longest: effort.longestPattern }, run(part("patterns", "Looking for patterns")))
    : undefined;
  let rootCauses: RootCauses | undefined;
  let answers: readonly CauseAnswer[] = [];
  let recommendations: readonly Recommendation[] | undefined;
  let presentedAttributes: readonly unknown[] = [];
  if (plan.recommendations) {
    const report = run(part("causes", "Comparing segments of cases"));
    const attributes = await readCaseAttributes(tableOf(ctx), log.caseIds);
    const durations = (await measureCaseDurations(log, { signal: ctx.signal })).fromStartSec;
    const terms = await findTerms(log, { signal: ctx.signal });
    const timedOut = timedOutCases(terms);
    const values = durations.map((seconds, owner) => (timedOut.has(owner) ? Number.NaN : seconds));
    const segmentsOf = segmentFinder(log);
    rootCauses = await findRootCauses(
      log,
      attributes,
      { name: "duration", unit: "seconds", values },
      report,
      segmentsOf,
    );
    presentedAttributes = await presentAttributes(attributes, durations, ctx.signal);
    const segments = { attributes, segmentsOf, terms };
    const known = { ...segments, deviating: await openDeviating(ctx), risks: asksOf(targets) };
    answers = await askForCauses(log, known, { signal: ctx.signal });
    recommendations = await recommend(ctx, log, segments, run(part("recommend", "Deriving recommendations")));
  }

  const insights = plan.insights ? await insightsOf(ctx, anomalies) : undefined;

  await storeFiles(ctx, log, prediction, anomalies);
  await keepDetail(ctx, {
    ...(anomalies === undefined ? {} : { anomalies: presentAnomalousCases(anomalies) }),
    ...(prediction?.outcome === "predicted" ? { runningCases: presentRunningCases(prediction.report) } : {}),
    ...(presentedAttributes.length === 0 ? {} : { attributes: presentedAttributes }),
  });
  const models = trainedModels(prediction).filter(({ offered }) => offered).length;
  return {
    recordsProcessed: log.eventCount,
    results: {
      ...(anomalies === undefined ? {} : { anomalies: presentAnomalies(anomalies) }),
      ...(prediction === undefined ? {} : { predictions: presentPredictions(prediction, targets) }),
      ...(requested.predictions === "none" || isTimed ? {} : { predictions: { notAvailable: "the log has no times" } }),
      ...(patterns === undefined ? {} : { patterns: presentPatterns(patterns, isTimed) }),
      ...(insights === undefined ? {} : { insights }),
      ...(rootCauses === undefined
        ? {}
        : { rootCauses: presentRootCauses(rootCauses, answers, textsIn(languageOf(ctx.parameters))) }),
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
      ...confidenceScore(prediction, ctx.dataset),
    },
    ...(recommendations === undefined ? {} : { recommendations }),
  };
}

function partsOf(plan: AnalysisPlan): Set<Part> {
  const wanted = new Set<Part>(["read"]);
  if (plan.predictions !== "none") wanted.add("predict");
  if (plan.anomalies) wanted.add("anomalies");
  if (plan.insights) wanted.add("patterns");
  if (plan.recommendations) wanted.add("causes").add("recommend");
  return wanted;
}

async function insightsOf(
  ctx: PhaseContext<AnalysisParameters>,
  anomalies: AnomalyReport | undefined,
): Promise<readonly Record<string, unknown>[]> {
  const discovery = JSON.parse(await readFile(await ctx.openFile(DISCOVERY_FILE), "utf8")) as Discovery;
  const texts = textsIn(languageOf(ctx.parameters));
  return deriveInsights({ discovery, anomalies }).map((facts) => ({
    insight: wordInsight(facts, texts),
    ...facts,
  }));
}

async function recommend(
  ctx: PhaseContext<AnalysisParameters>,
  log: EventLog,
  segments: {
    readonly attributes: readonly CaseAttribute[];
    readonly segmentsOf: SegmentFinder;
    readonly terms: readonly FoundTerm[];
  },
  run: RunOptions,
): Promise<readonly Recommendation[]> {
  const { activityRoles: roles } = ctx.parameters;
  const found = await recommendImprovements(
    log,
    { ...segments, roles, isOrderKnown: ctx.dataset !== null && isOrderKnown(ctx.dataset) },
    run,
  );
  const texts = textsIn(languageOf(ctx.parameters));
  return found.map((finding) => presentFinding(finding, texts));
}

/** Keeps what the report shows in addition to the results. */
async function keepDetail(ctx: PhaseContext<AnalysisParameters>, detail: Record<string, unknown>): Promise<void> {
  if (Object.keys(detail).length === 0) return;
  const path = join(ctx.scratchDir, LEARNED_FILE);
  await writeFile(path, JSON.stringify(detail));
  await ctx.keepFile(LEARNED_FILE, path);
}

async function storeFiles(
  ctx: PhaseContext<AnalysisParameters>,
  log: EventLog,
  prediction: PredictionOutcome | SimplePredictionOutcome | undefined,
  anomalies: AnomalyReport | undefined,
): Promise<void> {
  if (anomalies !== undefined) {
    const path = join(ctx.scratchDir, ANOMALIES_FILE);
    await writeFile(path, anomaliesCsv(log, anomalies));
    await ctx.keepFile(ANOMALIES_FILE, path);
  }
  if (prediction?.outcome === "predicted") {
    const { runningCases } = prediction.report;
    if (runningCases.length > 0) {
      await ctx.artifact(
        {
          name: "Running Case Predictions",
          fileName: "running-cases.csv",
          type: "Dataset",
          format: "CSV",
          mediaType: "text/csv; charset=utf-8",
          description:
            "Every case under way at the end of the log: next step with its probability, remaining time with its interval",
        },
        runningCasesCsv(runningCases),
      );
    }
    const files = exportModels(prediction.models, prediction.report, ctx.dataset?.name ?? ctx.operationName);
    if (files.length === 0) return;
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
