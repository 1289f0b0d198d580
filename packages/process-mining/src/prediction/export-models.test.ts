import { InferenceSession, Tensor } from "onnxruntime-web";
import { Pacer, seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import type { TraceEvent } from "../log/event-log-from-traces.ts";
import { measureCaseLoad } from "./case-load.ts";
import { measureCaseSpans } from "./case-spans.ts";
import { encodeClassifier, encodeRegression, onnxInputName } from "./encode-tree-models.ts";
import { encodePrefixes } from "./encode-prefixes.ts";
import { exportModels } from "./export-models.ts";
import { mostLikelyClass } from "./most-likely-class.ts";
import { predictProcess } from "./predict-process.ts";
import type { PredictionOutcome, PredictionReport } from "./predict-process.ts";
import { endOfCase } from "./prefix-vocabulary.ts";
import { splitByTime } from "./temporal-split.ts";
import { hoursAtPlace, placeOfHours } from "./time-scale.ts";
import { TreeEnsembleBuilder } from "./tree-ensemble-builder.ts";
import { predictRow } from "./tree-ensemble.ts";

const hourMs = 3_600_000;
const random = seededRandom(11);

/** Handlers and steps that matter for what follows, so that the trees have something to ask. */
const traces = Array.from({ length: 400 }, (_, index): TraceEvent[] => {
  let atMs = index * 300 * hourMs;
  const trace: TraceEvent[] = [["register", atMs, `clerk ${Math.floor(random() * 30)}`]];
  const rounds = 1 + Math.floor(random() * 4);
  for (let round = 0; round < rounds; round++) {
    const isOdd = Number(trace[0]?.[2]?.slice(6)) % 3 === round % 3;
    atMs += (isOdd ? 20 : 2) * hourMs * (0.5 + random());
    trace.push([isOdd ? "ask" : "check", atMs, `clerk ${Math.floor(random() * 30)}`]);
  }
  trace.push([trace.length % 2 === 0 ? "approve" : "refuse", atMs + hourMs, "manager"]);
  return trace;
});
const log = eventLogFromTraces(traces);

function predicted(outcome: PredictionOutcome): Extract<PredictionOutcome, { outcome: "predicted" }> {
  if (outcome.outcome !== "predicted") throw new Error(outcome.reason);
  return outcome;
}

async function runOnnx(bytes: Uint8Array, columns: readonly Float32Array[], rows: number) {
  const values = new Float32Array(rows * columns.length);
  for (const [index, column] of columns.entries()) {
    for (let row = 0; row < rows; row++) values[row * columns.length + index] = column[row] ?? 0;
  }
  const session = await InferenceSession.create(bytes);
  const outputs = await session.run({ [onnxInputName]: new Tensor("float32", values, [rows, columns.length]) });
  await session.release();
  return outputs;
}

/** The report as it would be if these models had beaten their baselines, or not. */
function judged(report: PredictionReport, path: boolean, time: boolean): PredictionReport {
  const { pathPrediction, cycleTimePrediction } = report;
  if (cycleTimePrediction.outcome !== "predicted") throw new Error(cycleTimePrediction.reason);
  return {
    ...report,
    pathPrediction: { ...pathPrediction, beatsBaseline: path, recommended: "guess" },
    cycleTimePrediction: { ...cycleTimePrediction, beatsBaseline: time },
  };
}

describe("exportModels", () => {
  it("writes ONNX files with which ONNX Runtime predicts what our trees predict", async () => {
    const { models, report } = predicted(await predictProcess(log, { performance: "balanced" }));
    const files = exportModels(models, judged(report, true, true), "a test log");
    const bytesOf = (name: string): Uint8Array =>
      files.find((file) => file.fileName === name)?.bytes ?? new Uint8Array();
    const spans = await measureCaseSpans(log, new Pacer());
    const split = splitByTime(spans);
    const seen = { untilMs: Number.POSITIVE_INFINITY, isOpen: spans.isOpen };
    if (split.outcome !== "split" || models.remainingTime === null) throw new Error("the log is too small");
    const load = measureCaseLoad(log, spans, split.trainCases);
    const sources = { vocabulary: models.vocabulary, attributes: [], load };
    const test = await encodePrefixes(log, split.testCases, sources, seen, new Pacer());
    const classes = [...models.vocabulary.activities, endOfCase];

    const next = await runOnnx(bytesOf("next-activity.onnx"), test.columns, test.rowCount);
    const hours = await runOnnx(bytesOf("remaining-time.onnx"), test.columns, test.rowCount);
    const shares = new Float64Array(classes.length);
    const remaining = new Float64Array(1);
    let greatestDifference = 0;
    for (let row = 0; row < test.rowCount; row++) {
      predictRow(models.nextActivity.trees, test.columns, row, shares);
      expect(next["next_activity"]?.data[row]).toBe(classes[mostLikelyClass(shares).label]);
      for (const [label, share] of shares.entries()) {
        const theirs = Number(next["probabilities"]?.data[row * classes.length + label]);
        greatestDifference = Math.max(greatestDifference, Math.abs(theirs - share));
      }
      predictRow(models.remainingTime.trees, test.columns, row, remaining);
      const theirs = Number(hours["remaining_hours"]?.data[row]);
      greatestDifference = Math.max(
        greatestDifference,
        Math.abs(theirs - hoursAtPlace(models.remainingTime.scale, remaining[0] ?? 0)),
      );
    }
    expect(test.rowCount).toBeGreaterThan(200);
    expect(models.nextActivity.trees.asksEqual).toContain(1);
    expect(greatestDifference).toBeLessThan(1e-4);
  });

  it("adds the codes of the features, the baselines, and a card that says which model isn't offered", async () => {
    const { models, report } = predicted(await predictProcess(log, { performance: "high_throughput" }));
    const files = exportModels(models, judged(report, false, true), "a test log");
    expect(files.map((file) => file.fileName)).toEqual([
      "remaining-time.onnx",
      "features.json",
      "baselines.json",
      "model-card.md",
    ]);
    const textOf = (index: number): string => new TextDecoder().decode(files[index]?.bytes);
    expect(JSON.parse(textOf(1))).toMatchObject({
      features: report.features,
      classes: expect.arrayContaining(["ask"]),
    });
    expect(JSON.parse(textOf(2))).toMatchObject({
      nextActivity: {
        contexts: expect.arrayContaining([expect.objectContaining({ latest: ["approve"], next: endOfCase })]),
      },
    });
    expect(textOf(3)).toContain(
      "**Not offered: the model doesn't beat its best baseline by more than chance. Use the guess",
    );
    expect(textOf(3)).toContain(new Date(report.split.splitMs).toISOString());
  });

  it("offers no model that loses to its baseline, and no files at all where both do", async () => {
    const { models, report } = predicted(await predictProcess(log, { performance: "high_throughput" }));
    const names = (path: boolean, time: boolean): string[] =>
      exportModels(models, judged(report, path, time), "a test log").map(({ fileName }) => fileName);
    expect(names(true, false)).toContain("next-activity.onnx");
    expect(names(true, false)).not.toContain("remaining-time.onnx");
    expect(names(false, false)).toEqual([]);
  });

  it("keeps chains of questions for one code apart", async () => {
    const builder = new TreeEnsembleBuilder();
    const codes = [24, 9, 17, 3];
    const grow = (index: number): number => {
      const code = codes[index];
      if (code === undefined) {
        builder.addEntry(1, 1);
        return builder.addLeaf();
      }
      const branch = builder.addBranch({ feature: 0, bin: code, asksEqual: true }, code);
      builder.addEntry(index % 2 === 0 ? 0 : 2, 1);
      const leaf = builder.addLeaf();
      builder.link(branch, leaf, grow(index + 1));
      return branch;
    };
    builder.roots.push(grow(0));
    const values = Float32Array.from([24, 9, 17, 3, 1]);
    const { next_activity: names } = await runOnnx(
      encodeClassifier(builder.build(3, 0), 1, ["x", "y", "z"], {}),
      [values],
      5,
    );
    expect(names?.data).toEqual(["x", "z", "x", "z", "y"]);
  });

  it("writes a regression without trees as its base value", async () => {
    const scale = { unitHours: 3 };
    const bytes = encodeRegression(new TreeEnsembleBuilder().build(1, placeOfHours(scale, 7.5)), scale, 1, {});
    const { remaining_hours: hours } = await runOnnx(bytes, [Float32Array.of(1, 2)], 2);
    for (const row of [0, 1]) expect(Number(hours?.data[row])).toBeCloseTo(7.5, 5);
  });

  it("writes a place below 0 as no time at all", async () => {
    const bytes = encodeRegression(new TreeEnsembleBuilder().build(1, -2), { unitHours: 3 }, 1, {});
    expect((await runOnnx(bytes, [Float32Array.of(1)], 1)).remaining_hours?.data[0]).toBe(0);
  });
});
