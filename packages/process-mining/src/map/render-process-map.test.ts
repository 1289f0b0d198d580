import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { measureActivityPerformance } from "../measures/activity-performance.ts";
import { discoverDirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { measureTransitionTimes } from "../measures/transition-times.ts";
import { renderProcessMap, type ProcessMapInput } from "./render-process-map.ts";
import type { MapLimits } from "./select-map-content.ts";

const HOUR_MS = 3_600_000;

const PAGE = [{ width: 483, height: 630 }];
const SLIDE = [{ width: 873, height: 360 }];

async function mapOf(
  traces: readonly (readonly TraceEvent[])[],
  title = "Orders",
  limits?: MapLimits,
  pages?: ProcessMapInput["pages"],
  named?: readonly string[],
  more: Pick<ProcessMapInput, "deviations" | "namedTransitions"> = {},
) {
  const log = eventLogFromTraces(traces);
  const graph = await discoverDirectlyFollowsGraph(log);
  const performance = await measureActivityPerformance(log);
  const transitionTimes = await measureTransitionTimes(log, graph);
  return renderProcessMap({ title, graph, performance, transitionTimes, limits, pages, named, ...more });
}

/** All text of the document, element by element; throws when it isn't well-formed XML. */
function texts(svg: string): string[] {
  const found: string[] = [];
  const parser = new SaxesParser();
  parser.on("text", (text) => {
    if (text.trim() !== "") found.push(text);
  });
  parser.on("error", (err) => {
    throw err;
  });
  parser.write(svg).close();
  return found;
}

/** A case with an event for each letter of the word, an hour apart. */
const word = (letters: string): TraceEvent[] => letters.split("").map((letter, at) => [letter, at * HOUR_MS]);

/** Height of the smallest text of the drawing when it fills the page, in points. */
function smallestText(svg: string, [page]: readonly { readonly width: number; readonly height: number }[]): number {
  const [, width = "0", height = "0"] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
  return Math.min(...sizes) * Math.min(1, (page?.width ?? 0) / Number(width), (page?.height ?? 0) / Number(height));
}

describe("renderProcessMap", () => {
  it("draws what the text speaks of and where most time passes, however rare, on a path from start to end", async () => {
    const usual = Array.from({ length: 300 }, () => word("abcdefgh"));
    const slow: TraceEvent[] = [
      ["a", 0],
      ["rare", HOUR_MS],
      ["late", 9000 * HOUR_MS],
      ["h", 9001 * HOUR_MS],
    ];
    const named: TraceEvent[] = [
      ["a", 0],
      ["spoken of", HOUR_MS],
      ["h", 2 * HOUR_MS],
    ];
    for (const pages of [undefined, PAGE, SLIDE]) {
      const traces = [...usual, slow, named];
      const plain = await mapOf(traces, "Orders", { maxActivities: 4 }, pages);
      expect(texts(plain.svg)).toEqual(expect.arrayContaining(["rare", "late"]));
      expect(texts(plain.svg)).not.toContain("spoken of");
      const told = await mapOf(traces, "Orders", { maxActivities: 4 }, pages, ["spoken of", "nobody's"]);
      expect(texts(told.svg)).toEqual(expect.arrayContaining(["rare", "late", "spoken of"]));
    }
  });

  it("shows frequency and times of activities and transitions", async () => {
    const { svg, dot, legend } = await mapOf([
      [
        ["receive", 0],
        ["check", HOUR_MS],
        ["ship", 4 * HOUR_MS],
      ],
      [
        ["receive", 0],
        ["check", 2 * HOUR_MS],
        ["ship", 3 * HOUR_MS],
      ],
      [
        ["receive", 0],
        ["check", 6 * HOUR_MS],
        ["ship", 14 * HOUR_MS],
      ],
    ]);
    const shown = texts(svg).map((text) => text.trim());
    expect(shown).toContain("receive");
    expect(shown).toContain("3 · 3 h");
    expect(shown).toContain("3 h (2 h)");
    expect(shown).toContain("receive → check: 3 times in 3 cases, mean 3 h, median 2 h, total 9 h");
    expect(shown).toContain("Orders");
    expect(legend[0]).toBe("3 cases, 9 events. All 3 activities and 2 transitions.");
    expect(dot.startsWith("digraph")).toBe(true);
  });

  it("says how much it leaves out and keeps every activity shown between start and end", async () => {
    const rare = Array.from({ length: 30 }, (_, at) => word(`A${String.fromCodePoint(0x61 + at)}B`));
    const map = await mapOf([...Array.from({ length: 70 }, () => word("AB")), ...rare], "Many", {
      maxActivities: 5,
      maxTransitions: 7,
    });
    expect(map.activitiesShown).toBe(5);
    expect(map.transitionsShown).toBe(7);
    expect(map.flowShare).toBeCloseTo(76 / 130, 12);
    expect(map.legend[0]).toBe(
      "100 cases, 230 events. Showing 5 of 32 activities and 7 of 61 transitions, 58 % of flow.",
    );
    const arrows = [...map.dot.matchAll(/^ {2}(\w+) -> (\w+) /gmu)].map(([, from, to]) => [from, to]);
    const boxes = [...map.dot.matchAll(/^ {2}(a\d+) \[/gmu)].map(([, id]) => id);
    const reach = (arcs: readonly (readonly (string | undefined)[])[], root: string) => {
      const reached = new Set<string | undefined>([root]);
      for (const _ of boxes) for (const [from, to] of arcs) if (reached.has(from)) reached.add(to);
      return reached;
    };
    const fromStart = reach(arrows, "start");
    const toEnd = reach(
      arrows.map(([from, to]) => [to, from]),
      "end",
    );
    expect(boxes).toHaveLength(5);
    expect(boxes.filter((box) => !fromStart.has(box) || !toEnd.has(box))).toEqual([]);
  });

  it.each([
    ["markup", "a <b> & \"c\" 'd'", "a <b> & \"c\" 'd'"],
    ["Graphviz escapes", String.raw`\N \G \\ end\ `, String.raw`\N \G \\ end\ `],
    ["entities", "&amp; &lt; &#65;", "&amp; &lt; &#65;"],
    ["an arrow like Graphviz's own", "a0->a1", "a0->a1"],
    ["accents and CJK", "Prüfung 審批", "Prüfung 審批"],
    ["the names of the end points", "start", "start"],
    ["control characters", "a\u0007b", "a\ufffdb"],
  ])("keeps names with %s", async (_, name, shown) => {
    const { svg } = await mapOf(
      [
        [
          [name, 0],
          ["end", HOUR_MS],
        ],
      ],
      name,
    );
    const parts = texts(svg);
    expect(parts).toContain(`${shown}: 1 event in 1 case`);
    expect(parts.map((text) => text.trim())).toContain(shown.trim());
  });

  it("wraps long names and keeps them whole in the title", async () => {
    const name = "x".repeat(500);
    const { svg } = await mapOf([[[name, 0]]]);
    const parts = texts(svg);
    expect(parts).toContain(`${name}: 1 event in 1 case`);
    expect(parts.filter((text) => text.startsWith("xxxx") && text.length < 30).map((text) => text.length)).toEqual([
      24, 24, 24, 24,
    ]);
  });

  it("draws an empty log", async () => {
    const { svg, flowShare } = await mapOf([]);
    expect(texts(svg)).toContain("Orders");
    expect(flowShare).toBe(1);
  });

  it.each([
    [8, PAGE],
    [12, PAGE],
    [20, PAGE],
    [6, SLIDE],
    [20, SLIDE],
  ])("draws a chain of %d activities with texts that can be read on its page", async (length, pages) => {
    const names = Array.from({ length }, (_, at) => `${at + 1} Determine necessity of stop advice`);
    const trace = names.map((name, at): TraceEvent => [name, at * HOUR_MS]);
    const map = await mapOf([trace, trace], "Chain", {}, pages);
    expect([map.activitiesShown, map.transitionsShown, map.flowShare]).toEqual([length, length - 1, 1]);
    // In columns only where one piece would have texts of less than 5.5 points.
    expect(map.hasConnectors).toBe(length === 20);
    expect(smallestText(map.svg, pages)).toBeGreaterThanOrEqual(map.hasConnectors ? 7 : 5.5);
    const shown = texts(map.svg);
    for (const name of names) expect(shown.filter((text) => text.startsWith(`${name}: 2 events`))).toHaveLength(1);
    expect(map.svg).not.toContain(' id="node');
  });

  it("joins the columns of a map by connectors with the same number, and names where they lead", async () => {
    const map = await mapOf([word("ABCDEFGHIJKLMNOP")], "Chain", {}, SLIDE);
    expect(map.hasConnectors).toBe(true);
    const shown = texts(map.svg).map((text) => text.trim());
    const numbers = shown.filter((text) => /^\d$/.test(text) && text !== "1");
    expect(numbers.length).toBeGreaterThan(0);
    for (const number of new Set(numbers)) expect(numbers.filter((one) => one === number)).toHaveLength(2);
    const [target = ""] = shown.filter((text) => text.startsWith("Goes on at ")).map((text) => text.slice(11));
    expect(shown.filter((text) => text === `Goes on at ${target}`).length).toBeGreaterThanOrEqual(2);
    expect(shown.some((text) => text.endsWith(`→ ${target}: 1 time in 1 case, mean 1 h, median 1 h, total 1 h`))).toBe(
      true,
    );
  });

  it("isn't divided where it can be read whole, and has no legend on a page", async () => {
    const map = await mapOf([word("ABCD")], "Short", {}, PAGE);
    expect(map.hasConnectors).toBe(false);
    expect(texts(map.svg).filter((text) => text.startsWith("Boxes:"))).toEqual([]);
  });

  it("shows the most frequent paths of a log that no page has room for, and says their share", async () => {
    const random = (seed: number) => ((seed * 7919 + 104_729) % 1009) / 1009;
    const name = (at: number) => `Activity with a long name no. ${at}`;
    const traces = Array.from({ length: 120 }, (_row, row) =>
      Array.from({ length: 12 }, (_event, at): TraceEvent => [
        name(at < 6 ? at : 6 + Math.floor(30 * random(row * 12 + at))),
        at * HOUR_MS,
      ]),
    );
    for (const pages of [PAGE, SLIDE]) {
      const map = await mapOf(traces, "Many", {}, pages);
      expect(map.activitiesShown).toBeLessThan(36);
      expect(map.flowShare).toBeGreaterThan(0);
      expect(map.flowShare).toBeLessThan(1);
      expect(map.legend[0]).toContain(`${Math.floor(100 * map.flowShare)} % of flow`);
      expect(map.hasConnectors).toBe(false);
      expect(smallestText(map.svg, pages)).toBeGreaterThanOrEqual(5.5);
    }
  });

  it("draws transitions that the text speaks of, however rare, and says nothing of red where nothing is", async () => {
    const usual = Array.from({ length: 300 }, () => word("abcdefgh"));
    const together = [...usual, word("abfgh")].map((trace) => trace.map(([name]): TraceEvent => [name, 0]));
    const limits = { maxActivities: 8, maxTransitions: 7 };
    const plain = await mapOf(together, "Orders", limits, PAGE);
    expect(plain.svg).not.toContain("b → f");
    const told = await mapOf(together, "Orders", limits, PAGE, [], { namedTransitions: [["b", "f"]] });
    expect(texts(told.svg).some((text) => text.startsWith("b → f:"))).toBe(true);
    expect(told.hasRed).toBe(false);
    expect(told.legend.join(" ")).not.toContain("Red");
  });

  it("marks activities that deviate from a reference model, and explains the marks that it drew", async () => {
    const deviations = [
      { kind: "notAllowed" as const, activity: "b", cases: 3 },
      { kind: "skipped" as const, activity: "unknown", cases: 7 },
    ];
    for (const pages of [undefined, PAGE]) {
      const map = await mapOf([word("abc")], "Orders", {}, pages, [], { deviations });
      expect(texts(map.svg)).toContain("not allowed: 3 cases");
      expect(map.svg).toContain("#d9822b");
      expect(map.deviations).toEqual(["notAllowed"]);
      expect(map.legend.filter((line) => line.includes("border"))).toHaveLength(1);
    }
    const without = await mapOf([word("abc")]);
    expect(without.deviations).toEqual([]);
    expect(without.legend.join(" ")).not.toContain("border");
  });
});
