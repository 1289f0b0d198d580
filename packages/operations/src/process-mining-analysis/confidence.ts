import {
  overallConfidence,
  type DefendedAccuracy,
  type PredictionOutcome,
  type SimplePredictionOutcome,
} from "@longhaul/process-mining";
import type { PhaseDataset } from "../basics/phase-context.ts";

type Prediction = PredictionOutcome | SimplePredictionOutcome;

/** The overall score of the confidence in the predictions, 0–100; nothing where it can't be known. */
export function confidenceScore(
  prediction: Prediction | undefined,
  dataset: PhaseDataset | null,
): Record<string, number> {
  const quality = dataset?.quality["score"];
  if (prediction === undefined || prediction.outcome === "not-enough-data" || typeof quality !== "number") return {};
  const { pathPrediction: path, cycleTimePrediction: time } = prediction.report;
  const parts = [path.defended, ...(time.outcome === "predicted" ? [time.defended] : [])];
  return { overallConfidenceScore: Number(overallConfidence(parts, quality / 100).toFixed(1)) };
}

/** Presents the part of an accuracy that can be defended. */
export function presentDefended({ halves, lowerBound, defended }: DefendedAccuracy): Record<string, unknown> {
  const round = (value: number): number => Number(value.toFixed(4));
  return {
    accuracyByHalf: halves.map(round),
    accuracyAtLeast: round(lowerBound),
    defendedAccuracy: round(defended),
  };
}

/** A trained model, and why it isn't offered where it isn't. */
export interface TrainedModel {
  readonly predicts: "nextActivity" | "remainingTime";
  readonly name: string;
  readonly offered: boolean;
  readonly reason?: string;
}

/** The models that were trained; only those that beat their baseline are offered as files. */
export function trainedModels(prediction: Prediction | undefined): readonly TrainedModel[] {
  if (prediction?.outcome !== "predicted") return [];
  const { pathPrediction: path, cycleTimePrediction: time } = prediction.report;
  return [judged("nextActivity", path), ...(time.outcome === "predicted" ? [judged("remainingTime", time)] : [])];
}

function judged(
  predicts: TrainedModel["predicts"],
  report: { readonly model: { readonly name: string }; readonly beatsBaseline: boolean; readonly recommended: string },
): TrainedModel {
  const { model, beatsBaseline: offered, recommended } = report;
  if (offered) return { predicts, name: model.name, offered };
  const reason = `It isn't better than "${recommended}" by more than chance on the later cases; use that.`;
  return { predicts, name: model.name, offered, reason };
}
