import { describe, expect, it } from "vitest";
import type { Discovery } from "../findings/discovery.ts";
import { compareTransitions, compareVariants } from "./compare-analyses.ts";

type Edge = readonly [from: string, to: string, count: number, medianSec: number];

/** What a comparison reads of an analysis. */
function analysis(variants: readonly (readonly [path: string, share: number])[], edges: readonly Edge[]): Discovery {
  const names = [...new Set(edges.flatMap(([from, to]) => [from, to]))];
  return {
    variants: variants.map(([path, share]) => ({ activities: path.split(""), share, cases: 100 * share })),
    variantCount: variants.length,
    graph: {
      nodes: names.map((activity) => ({ activity })),
      edges: edges.map(([from, to, count]) => ({ from: names.indexOf(from), to: names.indexOf(to), count })),
    },
    transitionTimes: edges.map(([, , , medianSec]) => ({ waiting: { medianSec } })),
  } as unknown as Discovery;
}

describe("comparison of two analyses", () => {
  it("tells variants that both have from those that are new or lost", () => {
    const compared = compareVariants(
      analysis(
        [
          ["ab", 0.6],
          ["ac", 0.4],
        ],
        [],
      ),
      analysis(
        [
          ["ab", 0.7],
          ["ad", 0.3],
        ],
        [],
      ),
    );
    expect(compared.shared).toEqual([{ activities: ["a", "b"], shareA: 0.6, shareB: 0.7 }]);
    expect(compared.onlyA.map(({ activities }) => activities.join(""))).toEqual(["ac"]);
    expect(compared.onlyB.map(({ activities }) => activities.join(""))).toEqual(["ad"]);
    expect(compared.isComplete).toBe(true);
  });

  it("names transitions that became slower or faster, by names, and none that is rare or equal", () => {
    const before = analysis(
      [],
      [
        ["a", "b", 50, 60],
        ["b", "c", 50, 600],
        ["c", "d", 50, 5],
        ["d", "e", 3, 1],
      ],
    );
    const after = analysis(
      [],
      [
        ["b", "c", 40, 300],
        ["a", "b", 40, 120],
        ["c", "d", 40, 5],
        ["d", "e", 3, 900],
      ],
    );
    const { slower, faster } = compareTransitions(before, after);
    expect(slower).toEqual([{ from: "a", to: "b", medianA: 60, medianB: 120, countB: 40 }]);
    expect(faster).toEqual([{ from: "b", to: "c", medianA: 600, medianB: 300, countB: 40 }]);
  });
});
