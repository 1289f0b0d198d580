import { describeBaselines } from "./describe-baselines.ts";
import { encodeClassifier, encodeRegression } from "./encode-tree-models.ts";
import type { PredictionModels, PredictionReport } from "./predict-process.ts";
import { endOfCase } from "./prefix-vocabulary.ts";
import { writeModelCard } from "./write-model-card.ts";

export interface ExportedFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

const utf8 = new TextEncoder();

/**
 * The models as files that other tools load: `next-activity.onnx` and, when trained, `remaining-time.onnx` (ONNX, IR
 * version 8, ai.onnx.ml 3; input `features`), `features.json` (columns and codes), `baselines.json`, `model-card.md`.
 * A model that doesn't beat its baseline isn't among them, and the card says that it isn't; without any there are none.
 *
 * @param dataName - what the card calls the log
 */
export function exportModels(models: PredictionModels, report: PredictionReport, dataName: string): ExportedFile[] {
  const classes = [...models.vocabulary.activities, endOfCase];
  const path = report.pathPrediction;
  const time = report.cycleTimePrediction;
  const files: ExportedFile[] = [];
  if (path.beatsBaseline) {
    files.push({
      fileName: "next-activity.onnx",
      bytes: encodeClassifier(models.nextActivity.trees, models.features.length, classes, {
        accuracy: String(path.model.accuracy),
        beatsBaseline: String(path.beatsBaseline),
      }),
    });
  }
  if (models.remainingTime !== null && time.outcome === "predicted" && time.beatsBaseline) {
    files.push({
      fileName: "remaining-time.onnx",
      bytes: encodeRegression(models.remainingTime.trees, models.remainingTime.scale, models.features.length, {
        meanAbsoluteErrorHours: String(time.model.meanAbsoluteErrorHours),
        beatsBaseline: String(time.beatsBaseline),
      }),
    });
  }
  if (files.length === 0) return [];
  const json = (value: unknown): Uint8Array => utf8.encode(`${JSON.stringify(value, null, 2)}\n`);
  files.push(
    { fileName: "features.json", bytes: json({ features: models.features, classes }) },
    { fileName: "baselines.json", bytes: json(describeBaselines(models)) },
    { fileName: "model-card.md", bytes: utf8.encode(writeModelCard(report, dataName)) },
  );
  return files;
}
