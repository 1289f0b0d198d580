import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import type { TraceEvent } from "../log/event-log-from-traces.ts";
import { predictProcess } from "./predict-process.ts";
import { predictWithoutModels } from "./predict-without-models.ts";

const options = { performance: "high_throughput" } as const;

/** Cases that begin 100 hours after each other, with steps and times by chance. */
function randomTraces(count: number): TraceEvent[][] {
  const random = seededRandom(11);
  return Array.from({ length: count }, (_, index) => {
    let hours = index * 100;
    const length = 3 + Math.floor(random() * 5);
    return Array.from({ length }, (): TraceEvent => {
      hours += random() * 8;
      return ["abc".charAt(Math.floor(random() * 3)), hours * 3_600_000];
    });
  });
}

describe("predictWithoutModels", () => {
  it("judges the baselines that predictProcess sets its models against, and recommends the best of them", async () => {
    const log = eventLogFromTraces(randomTraces(200));
    const simple = await predictWithoutModels(log, options);
    const full = await predictProcess(log, options);
    if (simple.outcome !== "predicted-simply" || full.outcome !== "predicted") throw new Error("no prediction");
    const { pathPrediction: path, cycleTimePrediction: time, split } = simple.report;
    expect(path.baselines).toEqual(full.report.pathPrediction.baselines);
    expect(path.recommended.accuracy).toBe(Math.max(...path.baselines.map(({ accuracy }) => accuracy)));
    if (time.outcome !== "predicted" || full.report.cycleTimePrediction.outcome !== "predicted")
      throw new Error("none");
    expect(time.baselines).toEqual(full.report.cycleTimePrediction.baselines);
    expect(time.recommended.meanAbsoluteErrorHours).toBe(
      Math.min(...time.baselines.map(({ meanAbsoluteErrorHours }) => meanAbsoluteErrorHours)),
    );
    expect(split).toEqual(full.report.split);
  });

  it("says why where there is not enough to learn from", async () => {
    expect(await predictWithoutModels(eventLogFromTraces(randomTraces(5)), options)).toMatchObject({
      outcome: "not-enough-data",
    });
  });
});
