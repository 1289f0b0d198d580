import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import type { TraceEvent } from "../log/event-log-from-traces.ts";
import type { PredictionProgress } from "./hooks.ts";
import { predictProcess } from "./predict-process.ts";
import type { PredictionOutcome } from "./predict-process.ts";

const hourMs = 3_600_000;
const options = { performance: "high_throughput" } as const;

/** Cases that begin 100 hours after each other and take one step an hour. */
function traceOf(caseIndex: number, steps: readonly string[], stepHours = 1): TraceEvent[] {
  return steps.map((name, step) => [name, (caseIndex * 100 + step * stepHours) * hourMs]);
}

function predicted(outcome: PredictionOutcome): Extract<PredictionOutcome, { outcome: "predicted" }> {
  if (outcome.outcome !== "predicted") throw new Error(outcome.reason);
  return outcome;
}

/** What happens last depends on what happened first, six steps ago: out of sight of the baselines. */
function longMemoryTraces(count: number, seed: number): TraceEvent[][] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const isLarge = random() < 0.5;
    const steps = [isLarge ? "large" : "small", "b", "c", "d", "e", "f", isLarge ? "approve" : "archive"];
    return traceOf(index, steps, isLarge ? 8 : 2);
  });
}

describe("predictProcess", () => {
  it("is always right about a process that always does the same", async () => {
    const log = eventLogFromTraces(Array.from({ length: 100 }, (_, index) => traceOf(index, ["a", "b", "c", "d"])));
    const { report } = predicted(await predictProcess(log, options));
    expect(report.pathPrediction).toMatchObject({ accuracy: 1, confidence: 1, beatsBaseline: false });
    expect(report.pathPrediction.model.accuracy).toBe(1);
    expect(report.pathPrediction.model.calibration.expectedCalibrationError).toBeCloseTo(0, 5);
    expect(report.cycleTimePrediction).toMatchObject({ outcome: "predicted", accuracy: 1, meanAbsoluteErrorHours: 0 });
  });

  it("recommends the models where they see what the baselines can't", async () => {
    const { report } = predicted(await predictProcess(eventLogFromTraces(longMemoryTraces(300, 3)), options));
    expect(report.pathPrediction).toMatchObject({ beatsBaseline: true, recommended: "random forest" });
    expect(report.pathPrediction.accuracy).toBe(report.pathPrediction.model.accuracy);
    const bestBaseline = Math.max(...report.pathPrediction.baselines.map((baseline) => baseline.accuracy));
    expect(report.pathPrediction.accuracy).toBeGreaterThan(bestBaseline);
    expect(report.cycleTimePrediction).toMatchObject({ beatsBaseline: true, recommended: "gradient boosting" });
  });

  it("says that no model beats its baseline when the steps follow by chance", async () => {
    for (const seed of [1, 2, 3]) {
      const random = seededRandom(seed);
      const traces = Array.from({ length: 300 }, (_, index) => {
        const steps = ["a"];
        while (random() < 0.8) steps.push("abcd".charAt(Math.floor(random() * 4)));
        return traceOf(index, steps).map(([name, ms]): TraceEvent => [name, ms + Math.floor(random() * hourMs * 0.9)]);
      });
      const { report } = predicted(await predictProcess(eventLogFromTraces(traces), { ...options, seed }));
      const { beatsBaseline, recommended, accuracy, baselines } = report.pathPrediction;
      expect(beatsBaseline).toBe(false);
      expect(recommended).toContain("most frequent");
      expect(accuracy).toBe(Math.max(...baselines.map((baseline) => baseline.accuracy)));
    }
  });

  it("gives the same models for the same seed, others for another", async () => {
    const log = eventLogFromTraces(longMemoryTraces(150, 5));
    const first = await predictProcess(log, { ...options, seed: 4 });
    expect(await predictProcess(log, { ...options, seed: 4 })).toEqual(first);
    const other = predicted(await predictProcess(log, { ...options, seed: 5 }));
    expect(other.models.nextActivity.trees).not.toEqual(predicted(first).models.nextActivity.trees);
  });

  it("learns nothing from the test period", async () => {
    const traces = longMemoryTraces(200, 9);
    const honest = predicted(await predictProcess(eventLogFromTraces(traces), options));
    const { splitMs } = honest.report.split;
    const altered = traces.map((trace) =>
      trace.map(([name, ms], step): TraceEvent => {
        if (ms < splitMs) return [name, ms];
        return step === 0 ? [`never seen ${name}`, ms] : [step % 2 === 0 ? "b" : "unheard of", ms + step * 7 * hourMs];
      }),
    );
    const changed = predicted(await predictProcess(eventLogFromTraces(altered.toReversed()), options));
    expect(changed.report.split.splitMs).toBe(splitMs);
    expect(changed.report.pathPrediction.accuracy).not.toBe(honest.report.pathPrediction.accuracy);
    expect(changed.models.vocabulary).toEqual(honest.models.vocabulary);
    expect(changed.models.features).toEqual(honest.models.features);

    const inPlace = predicted(await predictProcess(eventLogFromTraces(altered), options));
    expect(inPlace.models).toEqual(honest.models);
  });

  it("reports sizes, features and progress", async () => {
    const seen: PredictionProgress[] = [];
    const log = eventLogFromTraces(longMemoryTraces(120, 1));
    const { report } = predicted(await predictProcess(log, options, { onProgress: (progress) => seen.push(progress) }));
    expect(report.split).toMatchObject({ trainCases: 96, testCases: 24, underWayCases: 0, trainPrefixes: 96 * 7 });
    expect(report.features.map((feature) => feature.name)).toContain("elapsed_hours");
    const fractions = seen.map((progress) => progress.fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toEqual({
      fraction: 1,
      currentActivity: "Models trained",
      modelsTraining: 2,
      modelsCompleted: 2,
    });
  });

  it("has no figures for a log that is too short", async () => {
    const log = eventLogFromTraces(Array.from({ length: 15 }, (_, index) => traceOf(index, ["a", "b"])));
    expect(await predictProcess(log, options)).toMatchObject({ outcome: "not-enough-data", trainCases: 12 });
  });

  it("leaves the remaining time out where no case goes on", async () => {
    const log = eventLogFromTraces(Array.from({ length: 200 }, (_, index) => traceOf(index, ["a"])));
    const { report, models } = predicted(await predictProcess(log, options));
    expect(report.pathPrediction.accuracy).toBe(1);
    expect(report.cycleTimePrediction).toMatchObject({ outcome: "not-enough-data" });
    expect(models.remainingTime).toBeNull();
  });

  it("stops with the signal's reason in the middle of the training", async () => {
    const log = eventLogFromTraces(longMemoryTraces(2000, 1));
    const controller = new AbortController();
    const reason = new Error("no longer wanted");
    const toldAfter: number[] = [];
    const run = predictProcess(
      log,
      { performance: "high_accuracy" },
      {
        signal: controller.signal,
        onProgress: ({ fraction }) => {
          if (controller.signal.aborted) toldAfter.push(fraction);
          if (fraction >= 0.2) controller.abort(reason);
        },
      },
    );
    await expect(run).rejects.toBe(reason);
    expect(toldAfter).toEqual([]);
  });
});
