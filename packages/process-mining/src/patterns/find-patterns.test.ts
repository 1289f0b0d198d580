import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import type { TraceEvent } from "../log/event-log-from-traces.ts";
import { findPatterns } from "./find-patterns.ts";

/** One case for each string, a letter is an activity, a second apart. */
function logOf(traces: readonly string[]) {
  return eventLogFromTraces(traces.map((trace) => Array.from(trace, (name, step): TraceEvent => [name, step * 1000])));
}

const text = (patterns: readonly { readonly activities: readonly string[] }[]): string[] =>
  patterns.map((pattern) => pattern.activities.join(""));

describe("findPatterns", () => {
  it("lists closed frequent sequences and minimal rare ones", async () => {
    const traces = [...Array.from({ length: 300 }, () => "abcd"), "abxcd", "abxcd", "abyz"];
    const report = await findPatterns(logOf(traces));
    expect(text(report.frequent)).toEqual(["ab", "cd", "abcd"]);
    expect(report.frequent[0]).toMatchObject({ cases: 303, share: 1 });
    expect(report.frequent[1]).toMatchObject({ cases: 302 });
    // x, y and z are rare by themselves, so no sequence with them is minimal.
    expect(report.rare).toEqual([]);
    expect(report).toMatchObject({ frequentPatterns: 3, rarePatterns: 0 });
  });

  it("calls a sequence rare when its parts are not", async () => {
    const traces = [...Array.from({ length: 300 }, () => "abcd"), "acbd", "acbd", "abcb"];
    const report = await findPatterns(logOf(traces));
    expect(text(report.rare)).toEqual(["ac", "bd", "cb"].toSorted((a, b) => (a === "cb" ? 1 : a < b ? -1 : 1)));
    expect(report.rare.map((pattern) => pattern.cases)).toEqual([2, 2, 3]);
  });

  it("agrees with counting each sequence case by case", async () => {
    const trace = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(fc.array(trace, { minLength: 1, maxLength: 30 }), async (traces) => {
        const report = await findPatterns(logOf(traces), { frequentShare: 0.3, rareShare: 0, longest: 4, listed: 1e6 });
        const casesOf = (sequence: string): number => traces.filter((each) => each.includes(sequence)).length;
        const all = new Set<string>();
        for (const each of traces) {
          for (let from = 0; from < each.length; from++) {
            for (let end = from + 2; end <= Math.min(each.length, from + 4); end++) all.add(each.slice(from, end));
          }
        }
        const closed = [...all].filter((sequence) => {
          const cases = casesOf(sequence);
          const longer = ["a", "b", "c"].flatMap((name) => [casesOf(name + sequence), casesOf(sequence + name)]);
          return cases >= 0.3 * traces.length && !longer.includes(cases);
        });
        expect(text(report.frequent).toSorted()).toEqual(closed.toSorted());
        expect(report.frequent.every((pattern) => pattern.cases === casesOf(pattern.activities.join("")))).toBe(true);
      }),
    );
  });

  it("ranks the paths that hold half of all time and names their slowest step", async () => {
    const day = 86_400_000;
    const slow: TraceEvent[] = [
      ["a", 0],
      ["b", day],
      ["c", 10 * day],
    ];
    const quick: TraceEvent[] = [
      ["a", 0],
      ["c", day],
    ];
    const report = await findPatterns(
      eventLogFromTraces([...Array.from({ length: 10 }, () => slow), ...Array.from({ length: 30 }, () => quick)]),
    );
    expect(report.critical).toEqual([
      {
        activities: ["a", "b", "c"],
        cases: 10,
        totalSec: 100 * 86_400,
        share: 100 / 130,
        meanSec: 10 * 86_400,
        slowestStep: { from: "b", to: "c", share: 0.9 },
      },
    ]);
    expect(report.criticalPaths).toBe(1);
  });

  it("has no critical path where nothing takes time", async () => {
    const report = await findPatterns(eventLogFromTraces([[["a", 0]], [["a", 5]]]));
    expect(report).toMatchObject({ criticalPaths: 0, frequentPatterns: 0, rarePatterns: 0 });
  });
});
