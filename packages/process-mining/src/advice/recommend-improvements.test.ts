import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import type { TraceEvent } from "../log/event-log-from-traces.ts";
import { recommendImprovements } from "./recommend-improvements.ts";

const hourMs = 3_600_000;
const at = (...events: readonly (readonly [string, number, string?])[]): TraceEvent[] =>
  events.map(([name, hours, who]): TraceEvent => [name, hours * hourMs, who]);
const times = (count: number, trace: readonly TraceEvent[]) => Array.from({ length: count }, () => trace);

describe("recommendImprovements", () => {
  it("counts the gaps of the log", async () => {
    const log = eventLogFromTraces([
      ...times(8, at(["a", 0, "x"], ["b", 1, "x"])),
      at(["a", 0], ["b", 0, "x"]),
      at(["a", 0, "x"], ["a", 0, "x"]),
    ]);
    const found = await recommendImprovements(log);
    expect(found.map((each) => [each.priority, each.effect])).toEqual([
      ["Medium", 0.1],
      ["Low", 0.05],
      ["Low", 0.05],
    ]);
    expect(found[0]).toMatchObject({ code: "recordExactTimes", evidence: { simultaneousSteps: 1, steps: 10 } });
  });

  it("counts steps at one time as the quality of a dataset does: other activities, in whichever order they stand", async () => {
    const orders = [
      ["a", "b", "a"],
      ["a", "a", "b"],
      ["b", "a", "a"],
    ] as const;
    for (const order of orders) {
      const log = eventLogFromTraces(times(4, at(["begin", 0, "x"], ...order.map((name) => [name, 1, "x"] as const))));
      expect((await recommendImprovements(log)).find(({ code }) => code === "recordExactTimes")).toMatchObject({
        evidence: { simultaneousSteps: 4, steps: 12 },
      });
    }
  });

  it("asks for no more exact times where the log tells the order of its steps", async () => {
    const log = eventLogFromTraces(times(8, at(["a", 0, "x"], ["b", 0, "x"])));
    const codes = async (isOrderKnown: boolean) =>
      (await recommendImprovements(log, { isOrderKnown })).map(({ code }) => code);
    expect(await codes(false)).toEqual(["recordExactTimes"]);
    expect(await codes(true)).toEqual([]);
  });

  it("asks nobody to record who does what is never done by anybody, where other work names its people", async () => {
    const comesBack = times(50, at(["treat", 0, "x"], ["release", 1, "x"], ["come back", 2]));
    expect(await recommendImprovements(eventLogFromTraces(comesBack))).toEqual([]);
    const forgotten = [...comesBack, ...times(5, at(["treat", 0], ["release", 1, "x"], ["come back", 2]))];
    expect(await recommendImprovements(eventLogFromTraces(forgotten))).toMatchObject([
      { code: "recordResources", evidence: { eventsWithoutResource: 5, events: 165 } },
    ]);
  });

  it("recommends nothing where all goes as usual, whatever the order of magnitude", async () => {
    for (const scale of [1, 1000]) {
      const log = eventLogFromTraces(times(100, at(["a", 0, "x"], ["b", 2 * scale, "x"], ["c", 4 * scale, "x"])));
      expect(await recommendImprovements(log)).toEqual([]);
    }
  });
});
