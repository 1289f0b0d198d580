import type { Block, Cell, Section } from "@longhaul/rendering";
import type { Texts } from "../texts/texts.ts";
import { readFigure, readValue } from "../wording/read-figure.ts";
import type { ReportSource } from "./report-source.ts";

type Row = readonly [label: string, cell: Cell];

/** How good the model is, what can be predicted, and what stands out. */
export function learningSection({ operation }: ReportSource, texts: Texts): Section[] {
  const { learning, headings, summary, tables, count, percent, duration } = texts;
  const { rows: label } = learning;
  const results = operation.phases.map(({ output }) => output.results);
  const find = (...path: string[]): number | string | null =>
    results.map((one) => readFigure(one, ...path)).find((found) => found !== null) ?? null;
  const row = (name: keyof typeof label, path: readonly string[], write: (value: number) => Cell = count): Row[] => {
    const value = find(...path);
    if (value === null) return [];
    return [[label[name], typeof value === "number" ? write(value) : learning.way(value)]];
  };
  const table = (caption: string, rows: readonly Row[]): Block[] =>
    rows.length === 0
      ? []
      : [
          {
            kind: "table",
            caption,
            columns: [{ label: tables.columns.measure }, { label: tables.columns.value }],
            rows,
          },
        ];
  const quality = (name: string) => ["processModel", "quality", name];
  const path = (name: string) => ["predictions", "pathPrediction", name];
  const time = (name: string) => ["predictions", "cycleTimePrediction", name];
  const running = (name: string) => ["predictions", "runningCases", name];
  const used = (name: string) => ["predictions", "evaluation", name];
  const blocks = [
    ...table(learning.modelTable, [
      ...row("algorithm", ["processModel", "algorithm"]),
      ...row("fitness", quality("fitness"), percent),
      ...row("fittingCases", quality("fittingCases"), percent),
      ...row("precision", quality("precision"), percent),
      ...row("generalisation", quality("generalisation"), percent),
      ...row("simplicity", quality("simplicity"), percent),
    ]),
    ...modelLimits(results, learning),
    ...table(learning.predictionTable, [
      ...row("nextRecommended", path("recommended")),
      ...row("nextAccuracy", path("accuracy"), percent),
      ...row("nextDefended", path("defendedAccuracy"), percent),
      ...row("timeRecommended", time("recommended")),
      ...row("timeError", time("meanAbsoluteErrorSec"), duration),
      ...row("timeDefended", time("defendedAccuracy"), percent),
      ...row("trainCases", used("trainCases")),
      ...row("testCases", used("testCases")),
      ...row("casesUnderWay", used("casesUnderWay")),
      ...row("runningCases", running("count")),
      ...row("intervalLevel", running("intervalLevel"), percent),
      ...row("intervalCoverage", running("intervalCoverage"), percent),
    ]),
    ...(find("anomalies", "detected") === 0 ? [{ kind: "text" as const, text: summary.anomalies(0) }] : []),
    ...table(
      learning.anomaliesTable,
      find("anomalies", "detected") === 0
        ? []
        : [
            ...row("anomalies", ["anomalies", "detected"]),
            ...row("highSeverity", ["anomalies", "highSeverity"]),
            ...row("mediumSeverity", ["anomalies", "mediumSeverity"]),
            ...row("lowSeverity", ["anomalies", "lowSeverity"]),
            ...row("falseDiscoveries", ["anomalies", "falsePositiveRate"], percent),
          ],
    ),
  ];
  return blocks.length === 0 ? [] : [{ heading: headings.learning, blocks }];
}

/** What the model leaves open, and what of its quality isn't known exactly. */
function modelLimits(results: readonly unknown[], learning: Texts["learning"]): Block[] {
  const model = results.map((one) => readValue(one, "processModel")).find((found) => found !== undefined);
  const quality = (name: string): number => Number(readFigure(model, "quality", name) ?? 1);
  const sentences = [
    readFigure(model, "modelSimplified") === null ? "" : learning.simplified,
    learning.limits({
      exactCases: quality("exactCases"),
      alignedCases: quality("alignedCases"),
      isPrecisionExact: readValue(model, "quality", "isPrecisionExact") !== false,
    }),
  ].filter((one) => one !== "");
  return sentences.length === 0 ? [] : [{ kind: "text", text: sentences.join(" ") }];
}
