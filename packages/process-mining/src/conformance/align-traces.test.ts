import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTree } from "../discovery/inductive/canonical-tree-text.ts";
import { tracesOfWords } from "../graph/traces-of-words.ts";
import { PetriNetBuilder } from "../models/petri-net-builder.ts";
import { treeNet } from "../models/tree-net.ts";
import { alignTraces } from "./align-traces.ts";
import { ExactMachine } from "./exact-machine.ts";
import { findFittingTraces } from "./fitting-traces.ts";
import { measureModelQuality } from "./measure-quality.ts";
import { ReplayNet } from "./replay-net.ts";

/** Trees without loops, as text, with all words that they allow. */
interface Model {
  readonly text: string;
  readonly words: readonly string[];
}

const shuffle = (a: string, b: string): string[] =>
  a === "" || b === ""
    ? [a + b]
    : [
        ...shuffle(a.slice(1), b).map((rest) => a.slice(0, 1) + rest),
        ...shuffle(a, b.slice(1)).map((rest) => b.slice(0, 1) + rest),
      ];
const pairs = (a: Model, b: Model, join: (x: string, y: string) => string[]): string[] => [
  ...new Set(a.words.flatMap((x) => b.words.flatMap((y) => join(x, y)))),
];
const leaf: fc.Arbitrary<Model> = fc.oneof(
  fc.constantFrom("a", "b", "c", "d").map((letter) => ({ text: `'${letter}'`, words: [letter] })),
  fc.constant({ text: "tau", words: [""] }),
);
const anyModel: fc.Arbitrary<Model> = fc.letrec<{ model: Model }>((tie) => ({
  model: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    leaf,
    fc.tuple(fc.constantFrom("->", "X", "+"), tie("model"), tie("model")).map(([operator, a, b]): Model => ({
      text: `${operator}(${a.text}, ${b.text})`,
      words:
        operator === "X"
          ? [...new Set([...a.words, ...b.words])]
          : pairs(a, b, operator === "->" ? (x, y) => [x + y] : shuffle),
    })),
  ),
})).model;
const anyWord = fc.string({ unit: fc.constantFrom("a", "b", "c", "d", "e"), maxLength: 6 });

/** Letters to insert and to delete from one word to another. */
function distance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const letter of a.split("")) {
    const row = [(last[0] ?? 0) + 1];
    for (let at = 1; at <= b.length; at++)
      row.push(letter === b[at - 1] ? (last[at - 1] ?? 0) : 1 + Math.min(last[at] ?? 0, row[at - 1] ?? 0));
    last = row;
  }
  return last[b.length] ?? 0;
}

describe("alignments", () => {
  it("cost what the nearest word of the language costs, and nothing exactly for words of it", async () => {
    await fc.assert(
      fc.asyncProperty(anyModel, fc.array(anyWord, { minLength: 1, maxLength: 4 }), async ({ text, words }, traces) => {
        const { log, activities } = tracesOfWords([...traces, "abcde"]);
        const net = new ReplayNet(treeNet(parseTree(text)), activities);
        const { costs, shortestPath } = await alignTraces(net, log);
        const fits = await findFittingTraces(new ExactMachine(net), log);
        const asWord = (trace: ArrayLike<number>): string => Array.from(trace, (one) => activities[one]).join("");
        const nearest = log.traces.map((trace) => Math.min(...words.map((word) => distance(asWord(trace), word))));
        expect(costs.map(({ cost }) => cost)).toEqual(nearest);
        expect(costs.every(({ isOptimal }) => isOptimal)).toBe(true);
        expect(fits).toEqual(nearest.map((cost) => cost === 0));
        expect(shortestPath).toBe(Math.min(...words.map((word) => word.length)));
      }),
      { numRuns: 300 },
    );
  });

  it("tell what a trace costs at least where the search runs out, and nothing wrong of whether it fits", async () => {
    let cutShort = 0;
    await fc.assert(
      fc.asyncProperty(anyModel, fc.array(anyWord, { minLength: 1, maxLength: 4 }), async ({ text, words }, traces) => {
        const { log, activities } = tracesOfWords([...traces, "abcde"]);
        const { costs } = await alignTraces(new ReplayNet(treeNet(parseTree(text)), activities), log, {}, 4);
        const asWord = (trace: ArrayLike<number>): string => Array.from(trace, (one) => activities[one]).join("");
        for (const [at, { cost, isOptimal }] of costs.entries()) {
          const nearest = Math.min(...words.map((word) => distance(asWord(log.traces[at] ?? []), word)));
          expect(cost).toBeLessThanOrEqual(nearest);
          expect(cost === nearest || !isOptimal).toBe(true);
          if (!isOptimal) cutShort++;
        }
      }),
      { numRuns: 100 },
    );
    expect(cutShort).toBeGreaterThan(50);
  });

  it("don't try the orders of branches that run at once", async () => {
    const letters = "abcdefghijklmnopqrstuvwxyz".split("");
    const { log, activities } = tracesOfWords(["zya", "c", letters.join(""), "aa"]);
    const net = new ReplayNet(treeNet(parseTree(`+(${letters.map((one) => `'${one}'`).join(", ")})`)), activities);
    const { costs, shortestPath } = await alignTraces(net, log);
    expect(shortestPath).toBe(26);
    expect(log.traces.map((trace, at) => [trace.length, costs[at]])).toEqual(
      expect.arrayContaining([
        [3, { cost: 23, isOptimal: true }],
        [1, { cost: 25, isOptimal: true }],
        [26, { cost: 0, isOptimal: true }],
        [2, { cost: 26, isOptimal: true }],
      ]),
    );
  });

  it("are found beside very many branches that run at once", async () => {
    const names = Array.from({ length: 700 }, (_, branch) => String.fromCharCode(0x4e00 + branch));
    const backwards = names.toReversed();
    const { log, activities } = tracesOfWords([names.join(""), backwards.join(""), names.slice(0, 5).join("")]);
    const net = new ReplayNet(treeNet(parseTree(`+(${names.map((one) => `'${one}'`).join(", ")})`)), activities);
    const { costs, shortestPath } = await alignTraces(net, log);
    expect(shortestPath).toBe(700);
    expect(log.traces.map((trace, at) => [trace.length, costs[at]])).toEqual(
      expect.arrayContaining([
        [700, { cost: 0, isOptimal: true }],
        [5, { cost: 695, isOptimal: true }],
      ]),
    );
    expect(costs.filter(({ cost }) => cost === 0)).toHaveLength(2);
  });

  it("go round loops, and skip what the net hasn't", async () => {
    const { log, activities } = tracesOfWords(["abab", "aab", "axb", "b", ""]);
    const net = new ReplayNet(treeNet(parseTree("*(->('a', 'b'), tau)")), activities);
    const { costs, shortestPath } = await alignTraces(net, log);
    expect(costs.map(({ cost }) => cost)).toEqual([0, 1, 1, 1, 2]);
    expect(shortestPath).toBe(2);
  });

  it("tell a lower bound where the search runs out", async () => {
    const letters = "abcdefghijkl".split("");
    const { log, activities } = tracesOfWords(["zzzz", letters.join("")]);
    const parallel = `+(${letters.map((letter) => `X('${letter}', '${letter.toUpperCase()}')`).join(", ")})`;
    const { costs } = await alignTraces(new ReplayNet(treeNet(parseTree(parallel)), activities), log, {}, 500);
    expect(costs[0]?.isOptimal).toBe(false);
    expect(costs[0]?.cost).toBeGreaterThanOrEqual(4);
    expect(costs[0]?.cost).toBeLessThan(16);
    expect(costs[1]).toEqual({ cost: 0, isOptimal: true });
  });
});

describe("the quality of a model", () => {
  it("says exactly which cases fit where token replay errs, and how far the others are", async () => {
    const { log, activities } = tracesOfWords(["abc", "ab", "acb"]);
    const quality = await measureModelQuality(treeNet(parseTree("->('a', 'b', 'c')")), log, activities);
    expect(quality).toMatchObject({ fittingCases: expect.closeTo(1 / 3, 9), exactCases: 1, alignedCases: 1 });
    expect(quality.alignmentFitness).toBeCloseTo((1 + (1 - 1 / 5) + (1 - 2 / 6)) / 3, 9);
    // Behind "", "a", "ab" and nothing else: one activity is enabled each time, and each is taken.
    expect(quality.precision).toBe(1);
  });

  it("counts no case as fitting of which it isn't known", async () => {
    // Silent steps pile up tokens without end, so that not all markings can be worked out; c may only come behind a and b.
    const builder = new PetriNetBuilder();
    const [start = 0, pile = 0, a = 0, end = 0] = ["start", "pile", "a", "end"].map((name) => builder.addPlace(name));
    builder.addTransition("more", null, [start], [start, pile]);
    builder.addTransition("a", "a", [start], [a]);
    builder.addTransition("b", "b", [a, pile], [end]);
    const net = builder.build([start], [end]);
    const { log, activities } = tracesOfWords(["ab", "ba", "abx"]);
    const quality = await measureModelQuality(net, log, activities);
    expect(quality).toMatchObject({ isPrecisionExact: false, exactCases: 1, alignedCases: 1 });
    expect(quality.fittingCases).toBeCloseTo(1 / 3, 9);
    // The shortest way has two steps.
    expect(quality.alignmentFitness).toBeCloseTo((1 + (1 - 2 / 4) + (1 - 1 / 5)) / 3, 9);
  });
});
