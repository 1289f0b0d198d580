import { seededRandom } from "@longhaul/domain";
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
      ...times(17, at(["a", 0, "x"], ["b", 1, "x"])),
      at(["a", 0], ["b", 0, "x"]),
      at(["b", 0, "x"], ["a", 0, "x"]),
      at(["a", 0, "x"], ["a", 0, "x"]),
    ]);
    const found = await recommendImprovements(log);
    expect(found.map((each) => [each.priority, each.effect])).toEqual([
      ["Medium", 0.1],
      ["Low", 0.025],
      ["Low", 0.025],
    ]);
    expect(found[0]).toMatchObject({ code: "recordExactTimes", evidence: { simultaneousSteps: 2, steps: 20 } });
  });

  it("counts steps at one time as the quality of a dataset does: other activities, in whichever order they stand", async () => {
    const orders = [
      ["a", "b", "a"],
      ["a", "a", "b"],
      ["b", "a", "a"],
    ] as const;
    for (const order of orders) {
      const log = eventLogFromTraces([
        ...times(4, at(["begin", 0, "x"], ...order.map((name) => [name, 1, "x"] as const))),
        ...times(1, at(["begin", 0, "x"], ["a", 1, "x"], ["b", 1, "x"])),
        ...times(1, at(["begin", 0, "x"], ["b", 1, "x"], ["a", 1, "x"])),
      ]);
      expect((await recommendImprovements(log)).find(({ code }) => code === "recordExactTimes")).toMatchObject({
        evidence: { simultaneousSteps: 6, steps: 16 },
      });
    }
  });

  it("asks for the order of steps at one time only where the file has them in either, and says what hangs on it", async () => {
    const ordered = at(["a", 0, "x"], ["b", 0, "x"], ["c", 5, "x"]);
    const reversed = at(["b", 0, "x"], ["a", 0, "x"], ["c", 5, "x"]);
    const others = times(10, at(["c", 0, "x"], ["d", 0, "x"]));
    expect(await recommendImprovements(eventLogFromTraces([...times(20, ordered), ...others]))).toEqual([]);
    // One in 30 the other way round may be a slip.
    expect(await recommendImprovements(eventLogFromTraces([...times(29, ordered), reversed]))).toEqual([]);
    const found = await recommendImprovements(
      eventLogFromTraces([...times(12, ordered), ...times(8, reversed), ...others]),
    );
    expect(found).toMatchObject([
      {
        code: "recordExactTimes",
        effect: 0.4,
        evidence: {
          simultaneousSteps: 30,
          openSteps: 20,
          steps: 50,
          one: "a",
          other: "b",
          openBetween: 20,
          paths: 3,
          pathsInOneOrder: 2,
        },
      },
    ]);
  });

  it("asks for no more exact times where the log tells the order of its steps", async () => {
    const log = eventLogFromTraces([
      ...times(8, at(["a", 0, "x"], ["b", 0, "x"])),
      ...times(8, at(["b", 0, "x"], ["a", 0, "x"])),
    ]);
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
      {
        code: "recordResources",
        evidence: { eventsWithoutResource: 5, events: 165, most: "treat", eventsOfMost: 5 },
      },
    ]);
    // What hardly ever names somebody is done by a machine, but for exceptions.
    const booked = [
      ...times(19, at(["treat", 0, "x"], ["book", 1])),
      ...times(1, at(["treat", 0, "x"], ["book", 1, "x"])),
    ];
    expect(await recommendImprovements(eventLogFromTraces(booked))).toEqual([]);
  });

  it("asks why cases are longer for their path only where they are longer in all", async () => {
    const random = seededRandom(5);
    /** Cases of a kind that takes four hours longer on each of two paths, one short and one long, and so often the short one. */
    const askedOf = async (shareOnShort: number) => {
      const kinds = Array.from({ length: 600 }, (_, owner) => owner % 3 === 0);
      const traces = kinds.map((isOfKind, owner): TraceEvent[] => {
        const isShort = random() < (isOfKind ? shareOnShort : 0.5);
        const hours = 10 + (isOfKind ? 4 : 0) + 2 * random();
        const events: TraceEvent[] = [
          ["a", 0, "x"],
          ["b", hours, "x"],
          ...(isShort ? [] : ([["c", hours + 40, "x"]] as const)),
        ];
        return events.map(([name, after, who]) => [name, (12 * owner + after) * hourMs, who]);
      });
      const codes = Int32Array.from(kinds, Number);
      const attributes = [{ name: "kind", kind: "text", values: ["other", "special"], codes }] as const;
      const found = await recommendImprovements(eventLogFromTraces(traces), { attributes });
      return found.filter(({ code }) => code === "learnFromOthers").map(({ evidence }) => evidence);
    };
    expect(await askedOf(0.5)).toMatchObject([{ conditions: [{ what: "kind", value: "special" }] }]);
    expect(await askedOf(0.9)).toEqual([]);
  });

  it("recommends nothing where all goes as usual, whatever the order of magnitude", async () => {
    for (const scale of [1, 1000]) {
      const log = eventLogFromTraces(times(100, at(["a", 0, "x"], ["b", 2 * scale, "x"], ["c", 4 * scale, "x"])));
      expect(await recommendImprovements(log)).toEqual([]);
    }
  });
});
