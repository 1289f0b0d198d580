import { describe, expect, it } from "vitest";
import { measureActivityPerformance } from "./activity-performance.ts";
import { findBottlenecks } from "./bottlenecks.ts";
import { measureCaseDurations } from "./case-durations.ts";
import { rateComplexity } from "./complexity.ts";
import { discoverDirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { overviewLog } from "./log-overview.ts";
import { measureProcessEfficiency } from "./process-efficiency.ts";
import { discoverVariants } from "../graph/variants.ts";
import { measureTransitionTimes } from "./transition-times.ts";

const SEC = 1000;
const word = (letters: string): TraceEvent[] => letters.split("").map((letter, at) => [letter, at * SEC]);

async function complexityOf(words: readonly string[]) {
  const log = eventLogFromTraces(words.map(word));
  return rateComplexity(await discoverDirectlyFollowsGraph(log), await discoverVariants(log));
}

describe("measureProcessEfficiency", () => {
  it("counts parallel work once and idle time not at all", async () => {
    // At work 0–10 and 5–15, idle 15–30, at work 30–40, inside of which 32–33.
    const log = eventLogFromTraces([
      [
        ["a", 10 * SEC, null, 0],
        ["b", 15 * SEC, null, 5 * SEC],
        ["c", 40 * SEC, null, 30 * SEC],
        ["d", 33 * SEC, null, 32 * SEC],
      ],
    ]);
    expect(await measureProcessEfficiency(log)).toEqual({ flowEfficiency: 25 / 40, processingSec: 25, cycleSec: 40 });
  });

  it("is unknown without start times", async () => {
    expect(await measureProcessEfficiency(eventLogFromTraces([word("abc")]))).toBeNull();
  });
});

describe("overviewLog", () => {
  it.each([[["abc", "abc", "acb", "a", "aabbc"]], [["ab"]], [["a"]], [["abab", "baba", "ab", "ba"]]])(
    "tells of %j what graph, variants and durations do",
    async (words) => {
      const log = eventLogFromTraces(words.map(word));
      const { edges, nodes } = await discoverDirectlyFollowsGraph(log);
      const { fromStart } = await measureCaseDurations(log);
      expect(await overviewLog(log)).toEqual({
        activities: nodes.length,
        transitions: edges.length,
        variants: (await discoverVariants(log)).variantCount,
        medianCaseDurationSec: fromStart.median,
      });
    },
  );
});

describe("findBottlenecks", () => {
  it("ranks by the time lost over all cases, so a frequent short wait may beat a rare long one", async () => {
    const log = eventLogFromTraces([
      ...Array.from({ length: 10 }, (): TraceEvent[] => [
        ["a", SEC, null, 0],
        ["b", 12 * SEC, null, 11 * SEC],
      ]),
      [
        ["a", SEC, null, 0],
        ["c", 62 * SEC, null, 61 * SEC],
      ],
      [
        ["a", SEC, null, 0],
        ["d", 3 * SEC, null, 0],
      ],
    ]);
    const graph = await discoverDirectlyFollowsGraph(log);
    const { activities, transitions } = findBottlenecks(
      graph,
      await measureActivityPerformance(log),
      await measureTransitionTimes(log, graph),
      (await measureCaseDurations(log)).fromStartSec,
    );
    expect(
      activities.map(({ activity, lostSec, waits, meanWaitSec }) => [activity, lostSec, waits, meanWaitSec]),
    ).toEqual([
      ["b", 100, 10, 10],
      ["c", 60, 1, 60],
    ]);
    expect(activities[0]?.shareOfCycleTime).toBe(100 / (120 + 62 + 3));
    expect(transitions.map(({ from, to, lostSec }) => [from, to, lostSec])).toEqual([
      ["a", "b", 100],
      ["a", "c", 60],
    ]);
  });
});

describe("rateComplexity", () => {
  it("rates one plain sequence Low, with nothing but itself to follow", async () => {
    const { rating, score, connectivity } = await complexityOf(["abcd", "abcd", "abcd"]);
    expect([rating, score, connectivity]).toEqual(["Low", 0, 5 / 6]);
  });

  it("rates a log in which all follows all and every case is its own High", async () => {
    const words = "abcdef".split("").flatMap((a) => "abcdef".split("").map((b) => `a${b}c${a}f${b}${a}e`));
    const { rating, traceEntropy } = await complexityOf(words);
    expect([rating, traceEntropy]).toEqual(["High", expect.closeTo(1, 9)]);
  });

  it("grows with variants and with arcs", async () => {
    const scores = await Promise.all(
      [
        ["abc", "abc", "abc"],
        ["abc", "abc", "acb"],
        ["abc", "acb", "bac"],
      ].map(async (words) => (await complexityOf(words)).score),
    );
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(new Set(scores).size).toBe(3);
  });

  it("answers for an empty log", async () => {
    expect((await complexityOf([])).rating).toBe("Low");
  });
});
