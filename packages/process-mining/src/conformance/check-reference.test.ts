import { describe, expect, it } from "vitest";
import { discoverVariants } from "../graph/variants.ts";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import { PetriNetBuilder } from "../models/petri-net-builder.ts";
import type { PetriNet } from "../models/petri-net.ts";
import { checkReference } from "./check-reference.ts";

/** First a, then b and c at once, then d or nothing. */
function model(): PetriNet {
  const net = new PetriNetBuilder();
  const [start, b0, c0, b1, c1, joined, end] = ["s", "b0", "c0", "b1", "c1", "j", "e"].map((name) =>
    net.addPlace(name),
  );
  net.addTransition("a", "a", [start ?? 0], [b0 ?? 0, c0 ?? 0]);
  net.addTransition("b", "b", [b0 ?? 0], [b1 ?? 0]);
  net.addTransition("c", "c", [c0 ?? 0], [c1 ?? 0]);
  net.addTransition("join", null, [b1 ?? 0, c1 ?? 0], [joined ?? 0]);
  net.addTransition("d", "d", [joined ?? 0], [end ?? 0]);
  net.addTransition("skip", null, [joined ?? 0], [end ?? 0]);
  return net.build([start ?? 0], [end ?? 0]);
}

const DAY = 86_400_000;

async function check(traces: readonly string[], net = model()) {
  const log = eventLogFromTraces(
    traces.map((trace) => Array.from(trace).map((name, at) => [name, (at + 1) * DAY] as const)),
  );
  const seconds = Float64Array.from(traces, (_, at) => 100 * (at + 1));
  return checkReference(net, log, await discoverVariants(log), seconds);
}

describe("checkReference", () => {
  it("tells what each case has too much or lacks", async () => {
    const found = await check(["abc", "acbd", "ab", "axbc", "abcdd", "bca"]);
    expect(found).toMatchObject({
      cases: 6,
      fittingCases: 2,
      optimalCases: 6,
      activitiesNotInModel: ["x"],
      activitiesNotInLog: [],
    });
    expect(found?.deviatingCases).toEqual([
      { owner: 2, cost: 1, isOptimal: true, notAllowed: [], skipped: ["c"] },
      { owner: 3, cost: 1, isOptimal: true, notAllowed: ["x"], skipped: [] },
      { owner: 4, cost: 1, isOptimal: true, notAllowed: ["d"], skipped: [] },
      { owner: 5, cost: 2, isOptimal: true, notAllowed: ["a"], skipped: ["a"] },
    ]);
  });

  it("counts deviations by activity, with the duration of their cases and of the others", async () => {
    const found = await check(["abc", "ab", "ab", "abxcx"]);
    expect(found?.deviations).toEqual([
      { kind: "skipped", activity: "c", times: 2, cases: 2, meanSec: 250, otherMeanSec: 250 },
      { kind: "notAllowed", activity: "x", times: 2, cases: 1, meanSec: 400, otherMeanSec: 200 },
    ]);
    // The shortest way has 3 steps.
    expect(found?.alignmentFitness).toBeCloseTo((1 + 2 * (1 - 1 / 5) + (1 - 2 / 8)) / 4, 10);
  });

  it("names activities of the model that the log lacks", async () => {
    expect(await check(["ab"])).toMatchObject({ activitiesNotInLog: ["c", "d"] });
  });

  it("compares nothing with a model that can't end", async () => {
    const net = model();
    expect(await check(["abc"], { ...net, finalMarking: [0, 6] })).toBeNull();
  });
});
