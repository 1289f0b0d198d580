import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { measureActivityPerformance } from "../activity-performance.ts";
import { discoverDirectlyFollowsGraph } from "../directly-follows-graph.ts";
import { eventLogFromTraces, type TraceEvent } from "../event-log-from-traces.ts";
import { measureTransitionTimes } from "../transition-times.ts";
import { renderProcessMap } from "./render-process-map.ts";
import type { MapLimits } from "./select-map-content.ts";

const HOUR_MS = 3_600_000;

async function mapOf(traces: readonly (readonly TraceEvent[])[], title = "Orders", limits?: MapLimits) {
  const log = eventLogFromTraces(traces);
  const graph = await discoverDirectlyFollowsGraph(log);
  const performance = await measureActivityPerformance(log);
  const transitionTimes = await measureTransitionTimes(log, graph);
  return renderProcessMap({ title, graph, performance, transitionTimes, limits });
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

describe("renderProcessMap", () => {
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
});
