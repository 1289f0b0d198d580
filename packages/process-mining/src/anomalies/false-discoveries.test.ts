import { seededRandom, type Random } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import type { TraceEvent } from "../log/event-log-from-traces.ts";
import { shuffle } from "../numbers/shuffle.ts";
import { binomialAtMost } from "./binomial-at-most.ts";
import { findOddRepetitions } from "./count-repetitions.ts";
import { defaultThresholds } from "./anomaly-options.ts";
import { detectAnomalies } from "./detect-anomalies.ts";
import { findRare } from "./exceptional.ts";
import { fitTails } from "./fit-tail.ts";
import { plantAnomalies } from "./plant-anomalies.ts";

const hourMs = 3_600_000;
const gauss = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Hours between two steps. */
const WAITS: Readonly<Record<string, (random: Random) => number>> = {
  "exponential waits": (random) => -Math.log(1 - random()),
  "lognormal waits": (random) => Math.exp(gauss(random)),
  "even waits": (random) => 0.6 + 0.8 * random(),
  "waits that are all the same": () => 1,
  "waits of two kinds": (random) => (random() < 0.3 ? 24 : 1) * (0.5 + random()),
};

/** A process with two orders, a choice, an optional step and a loop: nothing in it is odd. */
function soundLog(seed: number, cases: number, wait: (random: Random) => number) {
  const random = seededRandom(seed);
  const traces = Array.from({ length: cases }, (_, index) => {
    const path = ["register", ...(random() < 0.5 ? ["check", "assess"] : ["assess", "check"])];
    while (random() < 0.2) path.push("ask", "check");
    path.push(random() < 0.9 ? "approve" : "refuse", ...(random() < 0.7 ? ["notify"] : []), "archive");
    let atMs = index * 5 * hourMs;
    return path.map((name): TraceEvent => {
      atMs += hourMs * wait(random);
      const who =
        name === "approve" || name === "refuse"
          ? `boss ${Math.floor(random() * 2)}`
          : `clerk ${Math.floor(random() * 8)}`;
      return [name, atMs, who];
    });
  });
  return eventLogFromTraces(traces);
}

/** Always the same five steps: whatever is changed in a case is gross. */
function strictLog(seed: number, cases: number) {
  const random = seededRandom(seed);
  const traces = Array.from({ length: cases }, (_, index) => {
    let atMs = index * 50 * hourMs;
    return ["register", "check", "decide", "notify", "archive"].map((name): TraceEvent => {
      atMs += hourMs * Math.exp(0.5 * gauss(random));
      return [name, atMs, name === "decide" ? "boss" : `clerk ${Math.floor(random() * 4)}`];
    });
  });
  return eventLogFromTraces(traces);
}

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe("false discoveries", () => {
  it.each(Object.entries(WAITS))("are made in at most 1 of 20 logs without anomalies, with %s", async (_, wait) => {
    let logsWithAny = 0;
    for (const seed of SEEDS) {
      const { detected } = await detectAnomalies(soundLog(seed, 400, wait), { estimateFalsePositives: false });
      if (detected > 0) logsWithAny++;
    }
    expect(logsWithAny).toBeLessThanOrEqual(1);
  });

  it.each([0.01, 0.03, 0.08])(
    "stay below the stated share where anomalies are planted in %d of the cases, of which nine in ten are found",
    async (share) => {
      let [planted, found, wrong] = [0, 0, 0];
      for (const seed of SEEDS.slice(0, 8)) {
        const cases = Uint32Array.from({ length: 500 }, (_, owner) => owner);
        const random = seededRandom(100 + seed);
        const order = cases.slice();
        shuffle(order, random, order.length);
        const chosen = new Set(order.subarray(0, share * cases.length));
        const log = plantAnomalies(strictLog(seed, cases.length), cases, chosen, random);
        const report = await detectAnomalies(log, { estimateFalsePositives: false });
        const caught = report.cases.filter(({ caseIndex }) => chosen.has(caseIndex)).length;
        planted += chosen.size;
        found += caught;
        wrong += report.detected - caught;
      }
      expect(found / planted).toBeGreaterThanOrEqual(0.9);
      expect(wrong / (found + wrong)).toBeLessThanOrEqual(0.05);
    },
  );
});

describe("fitTails", () => {
  const grid = (from: (share: number) => number): Float64Array =>
    Float64Array.from({ length: 10_001 }, (_, at) => from((at + 0.5) / 10_001));

  it("carries a normal tail on by its own scale, an exponential one by its", () => {
    // An exponential distribution: 0.1 of it lies above ln 10, and a thousandth of that three decades further.
    const exponential = fitTails(grid((share) => -Math.log(1 - share)));
    const wider = 1 + 1 / Math.sqrt(1000.1);
    expect(exponential.above(Math.log(10) + wider * Math.log(1000))).toBeCloseTo(1e-4, 6);
    // Even values, whose tail is lighter than a normal one: judged as normal, which is on the safe side.
    const even = fitTails(grid((share) => 10 * share));
    expect(even.above(5 + 4 + (2 * wider * 4) / 1.2816)).toBeCloseTo(0.000516, 5);
    expect([even.above(8.9), even.below(1.1)]).toEqual([1, 1]);
  });
});

describe("rarity", () => {
  it("is tested by the exact binomial distribution", () => {
    expect(binomialAtMost(0, 10, 0.05)).toBeCloseTo(0.95 ** 10, 12);
    expect(binomialAtMost(1, 10, 0.05)).toBeCloseTo(0.95 ** 10 + 10 * 0.05 * 0.95 ** 9, 12);
    expect(binomialAtMost(10, 10, 0.05)).toBe(1);
    expect(binomialAtMost(3, 5_000_000, 0.05)).toBe(0);
  });

  it("is beyond doubt only where there were enough chances", () => {
    const once = (chances: number) => findRare([{ key: "step", count: 1, chances }], 0.02, defaultThresholds).size;
    expect([once(60), once(500)]).toEqual([0, 1]);
    // Seen in 4 % of 50,000 chances it is surely below 5 %, but not rare.
    expect(findRare([{ key: "step", count: 2000, chances: 50_000 }], 0.01, defaultThresholds).size).toBe(0);
  });

  it("of repetitions is judged by the usual repetitions, whose geometric tail is no anomaly", () => {
    // 1000 cases, each step repeated with a chance of a fifth: 800, 160, 32, 6, 2 cases.
    const loop = new Map([1, 2, 3, 4, 5].map((times, at) => [times, [800, 160, 32, 6, 2][at] ?? 0]));
    const [usual] = findOddRepetitions([loop], 1000, 0.01, defaultThresholds);
    expect([...(usual ?? [])]).toEqual([]);
    const [odd] = findOddRepetitions([new Map([...loop, [12, 1]])], 1001, 0.01, defaultThresholds);
    expect([...(odd ?? [])]).toEqual([[12, { cases: 1, share: 1 / 1001 }]]);
    const [never] = findOddRepetitions(
      [
        new Map([
          [1, 999],
          [3, 1],
        ]),
      ],
      1000,
      0.01,
      defaultThresholds,
    );
    expect([...(never ?? [])]).toEqual([[3, { cases: 1, share: 0.001 }]]);
  });
});
