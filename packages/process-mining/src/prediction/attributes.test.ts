import { Pacer, seededRandom } from "@longhaul/domain";
import type { EventAttribute } from "@longhaul/event-log";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { measureCaseLoad } from "./case-load.ts";
import { measureCaseSpans } from "./case-spans.ts";
import { chooseAttributes } from "./choose-attributes.ts";
import { encodePrefixes } from "./encode-prefixes.ts";
import { predictProcess } from "./predict-process.ts";
import { learnVocabulary } from "./prefix-vocabulary.ts";

const hourMs = 3_600_000;
const pacer = new Pacer();
const forever = Number.POSITIVE_INFINITY;

const number = (name: string, numbers: readonly number[]): EventAttribute => ({
  name,
  kind: "number",
  numbers: Float32Array.from(numbers),
});

function text(name: string, values: readonly (string | null)[]): EventAttribute {
  const names = [...new Set(values.filter((value) => value !== null))];
  return {
    name,
    kind: "text",
    values: names,
    codes: Uint16Array.from(values, (value) => (value === null ? 0 : names.indexOf(value) + 1)),
  };
}

/** Cases of three steps, the last of which, and how long it takes, depends on an amount that the first event names. */
function decidedByAmount(cases: number, seed: number) {
  const random = seededRandom(seed);
  const amounts = Array.from({ length: cases }, () => 1000 * random());
  const colours = Array.from({ length: cases }, () => (random() < 0.5 ? "red" : "blue"));
  const traces = amounts.map((amount, index): TraceEvent[] => [
    ["register", index * 100 * hourMs],
    ["check", (index * 100 + 1) * hourMs],
    [amount > 600 ? "refuse" : "approve", (index * 100 + (amount > 600 ? 40 : 4)) * hourMs],
  ]);
  return {
    log: eventLogFromTraces(traces),
    attributes: [
      text(
        "colour",
        colours.flatMap((colour) => [colour, null, null]),
      ),
      number(
        "amount",
        amounts.flatMap((amount) => [amount, Number.NaN, Number.NaN]),
      ),
    ],
  };
}

describe("attributes", () => {
  it("are learned from where they decide, and are the most important input then", async () => {
    const { log, attributes } = decidedByAmount(300, 1);
    const report = async (some: readonly EventAttribute[]) => {
      const outcome = await predictProcess(log, { performance: "high_throughput", attributes: some });
      if (outcome.outcome !== "predicted" || outcome.report.cycleTimePrediction.outcome !== "predicted")
        throw new Error("no prediction");
      return { ...outcome.report, time: outcome.report.cycleTimePrediction };
    };
    const without = await report([]);
    const told = await report(attributes);
    expect(without.pathPrediction.beatsBaseline).toBe(false);
    expect(told.pathPrediction).toMatchObject({ beatsBaseline: true, recommended: "random forest" });
    expect(told.pathPrediction.accuracy).toBeGreaterThan(without.pathPrediction.accuracy + 0.05);
    expect(told.pathPrediction.importance[0]).toMatchObject({ input: "amount" });
    expect(told.pathPrediction.featureGroups).toContain("attribute");
    expect(told.time.model.meanAbsoluteErrorHours).toBeLessThan(0.5 * without.time.model.meanAbsoluteErrorHours);
    expect(told.attributes.used).toContain("amount");
  });

  it("are known from the event on that names them, not before, and until the next that does", async () => {
    const log = eventLogFromTraces([
      [
        ["a", 0],
        // At the same time as the next, which names a value that this one doesn't know yet.
        ["b", hourMs],
        ["c", hourMs],
        ["d", 2 * hourMs],
      ],
      [["a", 5 * hourMs]],
    ]);
    const attributes = [
      number("level", [Number.NaN, Number.NaN, 7, Number.NaN, Number.NaN]),
      text("ward", ["north", null, "south", null, null]),
    ];
    const spans = await measureCaseSpans(log, pacer);
    const cases = Uint32Array.of(0, 1);
    const vocabulary = learnVocabulary(log, attributes, cases, forever);
    const load = measureCaseLoad(log, spans, cases);
    const seen = { untilMs: forever, isOpen: spans.isOpen };
    const table = await encodePrefixes(log, cases, { vocabulary, attributes, load }, seen, pacer);
    const column = (name: string) => {
      const index = table.features.findIndex((feature) => feature.name === `attribute: ${name}`);
      const { codes } = table.features[index] ?? {};
      return [...(table.columns[index] ?? [])].map((value) => codes?.[value] ?? value);
    };
    expect(column("level")).toEqual([Number.NaN, Number.NaN, 7, 7, Number.NaN]);
    expect(column("ward")).toEqual(["north", "north", "south", "south", "(none)"]);
  });

  it("have a code for their most frequent values only, in the training cases", () => {
    const values = Array.from({ length: 400 }, (_, index) => `value ${index % 200}`);
    const log = eventLogFromTraces(values.map((_, index): TraceEvent[] => [["a", index * hourMs]]));
    const cases = Uint32Array.from({ length: 300 }, (_, index) => index);
    const [known] = learnVocabulary(log, [text("value", values)], cases, forever).attributes;
    expect(known?.values).toHaveLength(60);
    // Those of the first hundred occur twice among the training cases.
    expect(known?.values.every((value) => Number(value.slice(6)) < 100)).toBe(true);
  });

  it("that were computed from whole cases are left out, with the reason", () => {
    const random = seededRandom(5);
    const traces = Array.from({ length: 300 }, (_, index): TraceEvent[] => {
      let atMs = index * 50 * hourMs;
      return Array.from({ length: 2 + Math.floor(random() * 4) }, (__, step): TraceEvent => {
        atMs += random() * 9 * hourMs;
        return [step === 0 ? "start" : "xyz".charAt(Math.floor(random() * 2)), atMs];
      });
    });
    const ofCase = (value: (trace: readonly TraceEvent[]) => string) =>
      traces.flatMap((trace) => trace.map(() => value(trace)));
    const path = (trace: readonly TraceEvent[]): string => trace.map(([name]) => name).join();
    const days = (trace: readonly TraceEvent[]): number =>
      ((trace.at(-1)?.[1] ?? 0) - (trace[0]?.[1] ?? 0)) / 86_400_000;
    const attributes = [
      text("Variant", ofCase(path)),
      number("Case duration (days)", ofCase((trace) => days(trace).toFixed(2)).map(Number)),
      number("Steps", ofCase((trace) => String(trace.length)).map(Number)),
      text(
        "Region",
        ofCase((trace) => (trace.length > 3 ? "north" : "south")),
      ),
    ];
    const log = eventLogFromTraces(traces);
    const { used, leftOut } = chooseAttributes(log, attributes, Uint32Array.from(traces.keys()), forever);
    expect(leftOut).toEqual([
      { name: "Variant", reason: "names the path" },
      { name: "Case duration (days)", reason: "tells the duration" },
      { name: "Steps", reason: "tells the number of events" },
    ]);
    expect(used.map(({ name }) => name)).toEqual(["Region"]);
  });
});

it("leaves out the number of a path that says how frequent it is, of few paths, too", () => {
  const paths = ["start,x", "start,y", "start,x,y", "start,y,x", "start"];
  const traces = Array.from({ length: 150 }, (_, index): TraceEvent[] => {
    const path = paths[Math.floor(Math.sqrt((index % 30) * 0.9))] ?? "start";
    return path.split(",").map((name, step): TraceEvent => [name, (index * 50 + step) * hourMs]);
  });
  const pathOf = (trace: readonly TraceEvent[]): string => trace.map(([name]) => name).join();
  const counts = paths.map((path) => traces.filter((trace) => pathOf(trace) === path).length);
  const ranked = paths.toSorted((a, b) => (counts[paths.indexOf(b)] ?? 0) - (counts[paths.indexOf(a)] ?? 0));
  const ofCase = (value: (trace: readonly TraceEvent[]) => number) =>
    traces.flatMap((trace) => trace.map(() => value(trace)));
  const attributes = [
    number(
      "case_variant",
      ofCase((trace) => ranked.indexOf(pathOf(trace)) + 1),
    ),
    number(
      "Product",
      ofCase((trace) => 10 * ranked.indexOf(pathOf(trace))),
    ),
    number(
      "Team",
      ofCase((trace) => ranked.length - ranked.indexOf(pathOf(trace))),
    ),
  ];
  const { leftOut } = chooseAttributes(
    eventLogFromTraces(traces),
    attributes,
    Uint32Array.from(traces.keys()),
    forever,
  );
  expect(leftOut).toEqual([{ name: "case_variant", reason: "names the path" }]);
});

describe("measureCaseLoad", () => {
  const cases: TraceEvent[][] = [
    [
      ["begin", 0],
      ["end", 4 * hourMs],
    ],
    [
      ["begin", 2 * hourMs],
      ["end", 6 * hourMs],
    ],
    // Never comes to a usual end: counted until it is older than others become.
    [
      ["begin", 3 * hourMs],
      ["begin", 3.5 * hourMs],
    ],
  ];

  it("counts cases that have begun and not come to a usual end, and arrivals, before a time", async () => {
    const log = eventLogFromTraces(cases);
    const spans = await measureCaseSpans(log, pacer);
    const load = measureCaseLoad(log, spans, Uint32Array.of(0, 1));
    const at = (hours: number): number => load.openCases(hours * hourMs);
    expect([0, 1, 2.5, 3.25, 4, 4.5, 6.5, 7.5].map(at)).toEqual([0, 1, 2, 3, 3, 2, 1, 0]);
    expect(load.windowHours).toBe(4);
    expect([0, 1, 4, 6.5].map((hours) => load.arrivals(hours * hourMs))).toEqual([0, 1, 3, 1]);
    // Three cases in 6 hours, which are a window and a half.
    expect([1, 6].map((hours) => load.usualArrivals(hours * hourMs))).toEqual([1, 2]);
  });

  it("knows nothing of what comes later", async () => {
    const early = eventLogFromTraces(cases);
    const later = eventLogFromTraces([
      ...cases.map((trace) => [...trace, ...(trace[1]?.[0] === "begin" ? [["end", 5 * hourMs] as const] : [])]),
      [["begin", 5 * hourMs]],
    ]);
    const loadOf = async (log: typeof early) =>
      measureCaseLoad(log, await measureCaseSpans(log, pacer), Uint32Array.of(0, 1));
    const [before, after] = [await loadOf(early), await loadOf(later)];
    for (const hours of [0.5, 1, 2, 3, 4, 5]) {
      expect(after.openCases(hours * hourMs)).toBe(before.openCases(hours * hourMs));
      expect(after.arrivals(hours * hourMs)).toBe(before.arrivals(hours * hourMs));
    }
  });
});
