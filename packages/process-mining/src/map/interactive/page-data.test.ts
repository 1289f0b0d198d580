import { describe, expect, it } from "vitest";
import { measureActivityPerformance } from "../../measures/activity-performance.ts";
import { discoverDirectlyFollowsGraph } from "../../graph/directly-follows-graph.ts";
import { eventLogFromTraces, type TraceEvent } from "../../log/event-log-from-traces.ts";
import { mustShow, type ProcessMapInput } from "../render-process-map.ts";
import { measureTransitionTimes } from "../../measures/transition-times.ts";
import { pageData } from "./page-data.ts";
import { findActivities, selectShown, type PageData } from "./page/map-model.ts";

const HOUR_MS = 3_600_000;

async function inputOf(traces: readonly (readonly TraceEvent[])[]): Promise<ProcessMapInput> {
  const log = eventLogFromTraces(traces);
  const graph = await discoverDirectlyFollowsGraph(log);
  const performance = await measureActivityPerformance(log);
  return { title: "Orders", graph, performance, transitionTimes: await measureTransitionTimes(log, graph) };
}

const word = (letters: string): TraceEvent[] => letters.split("").map((letter, at) => [letter, at * at * HOUR_MS]);

/** The activities shown that no way leads to from the start, or from which none leads to the end. */
function unconnected(data: PageData, steps: number, paths: number): number[] {
  const shown = selectShown(data, steps, paths, "frequency");
  const arrows = shown.transitions.flatMap((place) => data.transitions[place] ?? []);
  const reach = (roots: readonly number[], next: (place: number) => number[]): Set<number> => {
    const reached = new Set(roots);
    for (const place of reached) for (const one of next(place)) reached.add(one);
    return reached;
  };
  const fromStart = reach(shown.starts, (place) => arrows.filter(({ from }) => from === place).map(({ to }) => to));
  const toEnd = reach(shown.ends, (place) => arrows.filter(({ to }) => to === place).map(({ from }) => from));
  return shown.activities.filter((place) => !fromStart.has(place) || !toEnd.has(place));
}

describe("what an interactive map shows", () => {
  it("lies on ways from the start to the end at every place of both sliders", async () => {
    const letters = "abcdefghijklmnopqrstuvwxyz";
    const traces = Array.from({ length: 90 }, (_, at) =>
      word(
        Array.from({ length: 3 + (at % 7) }, (_letter, idx) => letters[(at * 7 + idx * idx * 3 + at * idx) % 26]).join(
          "",
        ),
      ),
    );
    const input = await inputOf(traces);
    const data = pageData(input, mustShow(input));
    expect(data.activities).toHaveLength(26);
    for (let steps = 1; steps <= data.steps; steps++)
      for (const paths of [0, 0.3, 1]) expect(unconnected(data, steps, paths)).toEqual([]);
    const all = selectShown(data, data.steps, 1, "frequency");
    expect([all.activities.length, all.transitions.length]).toEqual([26, data.allTransitions]);
  });

  it("takes the most frequent paths first, or those on which most time passes, as asked", async () => {
    const traces = [...Array.from({ length: 9 }, () => word("abc")), ...Array.from({ length: 5 }, () => word("cba"))];
    const slow: TraceEvent[] = [
      ["a", 0],
      ["c", 900 * HOUR_MS],
    ];
    const input = await inputOf([...traces, slow]);
    const data = pageData(input, { activities: [], edges: [] });
    const first = (measure: "frequency" | "time") => {
      const needed = new Set(selectShown(data, data.steps, 0, measure).transitions);
      const all = selectShown(data, data.steps, 0.4, measure).transitions.filter((place) => !needed.has(place));
      return all.map((place) => data.transitions[place]?.totalSec);
    };
    expect(first("time")).toContain(900 * 3600);
    expect(first("frequency")).not.toContain(900 * 3600);
  });

  it("shows from its first step on what the text beside the map speaks of", async () => {
    const input = await inputOf([...Array.from({ length: 50 }, () => word("abcd")), word("axd")]);
    const data = pageData(input, mustShow({ ...input, named: ["x"] }));
    expect(data.activities.find(({ name }) => name === "x")?.step).toBe(0);
  });

  it("finds names whatever their case and accents", async () => {
    const input = await inputOf([
      [
        ["Vérifier", 0],
        ["PRÜFEN", HOUR_MS],
      ],
    ]);
    const data = pageData(input, { activities: [], edges: [] });
    const names = (text: string) => findActivities(data, text).map((place) => data.activities[place]?.name);
    expect(names("verif")).toEqual(["Vérifier"]);
    expect(names("prufen")).toEqual(["PRÜFEN"]);
    expect(names(" ")).toEqual([]);
  });
});
