import * as fc from "fast-check";
import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { measureCensoring } from "./censoring.ts";
import { predictProcess } from "./predict-process.ts";
import { createDraw, weightedMedian } from "./weighted.ts";

const hourMs = 3_600_000;
const options = { performance: "high_throughput" } as const;

/** Spans in hours; `open` names the cases whose end wasn't seen. */
function spansOf(hours: readonly (readonly [begin: number, end: number])[], open: readonly number[] = []) {
  return {
    begin: Float64Array.from(hours, ([begin]) => begin * hourMs),
    end: Float64Array.from(hours, ([, end]) => end * hourMs),
    isOpen: Uint8Array.from(hours, (_, owner) => (open.includes(owner) ? 1 : 0)),
  };
}

describe("measureCensoring", () => {
  it("gives the Kaplan-Meier weights that are computed by hand", () => {
    // Ended after 1, 3 and 6 hours, still under way after 2 and 4: of five cases.
    const spans = spansOf([
      [0, 1],
      [8, 99],
      [0, 3],
      [6, 99],
      [0, 6],
    ]);
    const { ended, underWay, weightAt } = measureCensoring(spans, Uint32Array.of(0, 1, 2, 3, 4), 10 * hourMs);
    expect([ended, underWay]).toEqual([3, 2]);
    // Until 2 all were seen, then 3 of 4 at risk, then 1 of the last 2.
    expect([1, 2, 3, 4, 6].map((hours) => Number(weightAt(hours).toFixed(9)))).toEqual([
      1,
      1,
      Number((4 / 3).toFixed(9)),
      Number((4 / 3).toFixed(9)),
      Number((8 / 3).toFixed(9)),
    ]);
  });

  it("takes a case that may be running for one whose end wasn't seen, whenever it was last heard of", () => {
    const spans = spansOf(
      [
        [0, 1],
        [0, 2],
      ],
      [1],
    );
    expect(measureCensoring(spans, Uint32Array.of(0, 1), 10 * hourMs)).toMatchObject({ ended: 1, underWay: 1 });
  });

  it("counts every case for one where all ends were seen, and as many cases as there are otherwise, while the longest ended", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ begin: fc.nat(100), hours: fc.nat(40) }), { minLength: 2, maxLength: 60 }),
        (cases) => {
          const spans = spansOf(cases.map(({ begin, hours }) => [begin, begin + hours]));
          const owners = Uint32Array.from(cases.keys());
          const all = measureCensoring(spans, owners, 1000 * hourMs);
          expect(cases.every(({ hours }) => all.weightAt(hours) === 1)).toBe(true);
          const some = measureCensoring(spans, owners, 101 * hourMs);
          const seen = cases.filter(({ begin, hours }) => begin + hours < 101);
          const longest = Math.max(...seen.map(({ hours }) => hours), -1);
          const censoredLater = cases.some(({ begin, hours }) => begin + hours >= 101 && 101 - begin >= longest);
          const weights = seen.map(({ hours }) => some.weightAt(hours));
          fc.pre(!censoredLater && Math.max(...weights) < 20);
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(cases.length, 6);
        },
      ),
    );
  });
});

describe("weights", () => {
  it("move the median, and say how often a row is drawn", () => {
    expect(weightedMedian(Float64Array.of(1, 2, 3), Float64Array.of(1, 1, 5))).toBe(3);
    expect(weightedMedian(Float64Array.of(1, 2), Float64Array.of(1, 1))).toBe(1.5);
    const draw = createDraw(Uint32Array.of(4, 2), Float64Array.of(0, 0, 3, 0, 1), seededRandom(1));
    const drawn = Array.from({ length: 4000 }, draw);
    expect(drawn.filter((row) => row === 2).length / 4000).toBeCloseTo(0.75, 1);
    expect(new Set(drawn)).toEqual(new Set([2, 4]));
  });
});

/**
 * Cases that begin every two hours, half of them short (about 10 hours) and half long (about 300), as their first
 * step doesn't tell. The truth: after "wait" a case takes `short` or `long` hours, each as often.
 */
function censoredTraces(cases: number, seed: number, isRunning: (hours: number) => boolean): TraceEvent[][] {
  const random = seededRandom(seed);
  return Array.from({ length: cases }, (_, index) => {
    const beginMs = index * 2 * hourMs;
    const isLong = random() < 0.6;
    const durationMs = (isLong ? 250 + 100 * random() : 5 + 10 * random()) * hourMs;
    const trace: TraceEvent[] = [
      ["register", beginMs],
      ["wait", beginMs + hourMs],
    ];
    if (!isRunning((beginMs + durationMs) / hourMs))
      trace.push(["decide", beginMs + durationMs], ["archive", beginMs + durationMs + hourMs / 2]);
    return trace;
  });
}

describe("training on a log whose cases are under way", () => {
  // 400 cases, the split at case 320, hour 640: of the cases of the last 300 hours before it only the short had ended.
  it("expects what cases take in truth, where those that had ended alone say that they end at once", async () => {
    const errors = await Promise.all(
      [1, 2, 3].map(async (seed) => {
        const log = eventLogFromTraces(censoredTraces(400, seed, () => false));
        const outcome = await predictProcess(log, { ...options, seed });
        if (outcome.outcome !== "predicted" || outcome.models.remainingTime === null) throw new Error("no prediction");
        const { split } = outcome.report;
        expect(split.underWayCases).toBeGreaterThan(60);
        expect(split.largestWeight).toBeGreaterThan(1.3);
        // Two thirds of what had ended by then is short: their median is 10 hours or so, the truth is that of 250 or more.
        const { medians } = outcome.models.remainingTime;
        const afterWait = [...medians.byLastActivity.values()].filter((hours) => hours > 5);
        return Math.max(...afterWait);
      }),
    );
    for (const hours of errors) expect(hours).toBeGreaterThan(200);
  });

  it("judges by the cases that have ended for those that are running at the end of the log", async () => {
    const whole = eventLogFromTraces(censoredTraces(400, 7, () => false));
    const cut = eventLogFromTraces(censoredTraces(400, 7, (hours) => hours > 1000));
    const actual = async (log: typeof whole): Promise<number> => {
      const outcome = await predictProcess(log, options);
      if (outcome.outcome !== "predicted" || outcome.report.cycleTimePrediction.outcome !== "predicted")
        throw new Error("no prediction");
      return outcome.report.cycleTimePrediction.meanActualHours;
    };
    const truth = await actual(whole);
    expect(Math.abs((await actual(cut)) - truth)).toBeLessThan(0.25 * truth);
  });
});
