import type { Block, Cell, Section } from "@longhaul/rendering";
import { count, percent } from "./quantities.ts";
import { readFigure } from "./read-figure.ts";
import type { ReportSource } from "./report-source.ts";

type Row = readonly [label: string, cell: Cell];

/** How good the model is, what can be predicted, and what stands out. */
export function learningSection({ operation }: ReportSource): Section[] {
  const results = operation.phases.map(({ output }) => output.results);
  const find = (...path: string[]): number | string | null =>
    results.map((one) => readFigure(one, ...path)).find((found) => found !== null) ?? null;
  const row = (label: string, path: readonly string[], write: (value: number) => Cell = count): Row[] => {
    const value = find(...path);
    if (value === null) return [];
    return [[label, typeof value === "number" ? write(value) : value]];
  };
  const table = (caption: string, rows: readonly Row[]): Block[] =>
    rows.length === 0 ? [] : [{ kind: "table", caption, columns: [{ label: "Measure" }, { label: "Figure" }], rows }];
  const quality = (name: string) => ["processModel", "quality", name];
  const path = (name: string) => ["predictions", "pathPrediction", name];
  const time = (name: string) => ["predictions", "cycleTimePrediction", name];
  const blocks = [
    ...table("The discovered process model and how well it fits the log", [
      ...row("Algorithm", ["processModel", "algorithm"]),
      ...row("Fitness", quality("fitness"), percent),
      ...row("Cases that fit entirely", quality("fittingCases"), percent),
      ...row("Precision", quality("precision"), percent),
      ...row("Generalisation", quality("generalisation"), percent),
      ...row("Simplicity", quality("simplicity"), percent),
    ]),
    ...table("Prediction, tested on the latest cases, which no model had seen", [
      ...row("Next activity: recommended way", path("recommended")),
      ...row("Next activity: accuracy", path("accuracy"), percent),
      ...row("Next activity: accuracy that can be defended", path("defendedAccuracy"), percent),
      ...row("Remaining time: recommended way", time("recommended")),
      ...row("Remaining time: mean absolute error", time("meanAbsoluteError")),
      ...row("Remaining time: accuracy that can be defended", time("defendedAccuracy"), percent),
      ...row("Cases learnt from", ["predictions", "evaluation", "trainCases"]),
      ...row("Cases tested on", ["predictions", "evaluation", "testCases"]),
      ...row("Cases under way then, used as far as they had come", ["predictions", "evaluation", "casesUnderWay"]),
      ...row("Running cases that are predicted", ["predictions", "runningCases", "count"]),
      ...row("Intervals of remaining time: made to cover", ["predictions", "runningCases", "intervalLevel"], percent),
      ...row("Intervals of remaining time: did cover", ["predictions", "runningCases", "intervalCoverage"], percent),
    ]),
    ...table("Cases that stand out", [
      ...row("Anomalies", ["anomalies", "detected"]),
      ...row("High severity", ["anomalies", "highSeverity"]),
      ...row("Medium severity", ["anomalies", "mediumSeverity"]),
      ...row("Low severity", ["anomalies", "lowSeverity"]),
      ...row("Share of these that may be false, on average at most", ["anomalies", "falsePositiveRate"], percent),
    ]),
  ];
  return blocks.length === 0 ? [] : [{ heading: "Model, predictions and anomalies", blocks }];
}
