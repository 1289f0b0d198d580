import { describe, expect, it } from "vitest";
import { assignLayers, type Arrow } from "./page/assign-layers.ts";
import { layOut } from "./page/lay-out.ts";
import { countCrossings, orderLayers } from "./page/order-layers.ts";

/** A number from 0 to 1 that follows from the step. */
const drawn = (seed: number): number => {
  const x = Math.sin(seed * 12.9898 + 78.233) * 43_758.5453;
  return x - Math.floor(x);
};

/** A graph of so many boxes with cycles and loops in it. */
function randomArrows(boxes: number, arrows: number, seed: number): Arrow[] {
  return Array.from({ length: arrows }, (_, at) => ({
    from: Math.floor(boxes * drawn(seed + at)),
    to: Math.floor(boxes * drawn(seed + at + 0.5)),
    weight: 1 + Math.floor(100 * drawn(seed + at + 0.25)),
  }));
}

const GRAPHS = [
  [1, 1],
  [2, 5],
  [8, 12],
  [25, 60],
  [60, 200],
  [400, 900],
] as const;

describe("the layout of an interactive map", () => {
  it.each(GRAPHS)("lets no two boxes of %d with %d arrows overlap, and none stand outside", (boxes, count) => {
    const sizes = Array.from({ length: boxes }, (_, at) => ({
      width: 60 + 150 * drawn(at),
      height: 30 + 50 * drawn(-at),
    }));
    const { boxes: middles, width, height, arrows } = layOut(sizes, randomArrows(boxes, count, boxes));
    const edges = middles.map(({ x, y }, at) => {
      const { width: w = 0, height: h = 0 } = sizes[at] ?? {};
      return { left: x - w / 2, right: x + w / 2, top: y - h / 2, bottom: y + h / 2 };
    });
    expect(arrows).toHaveLength(count);
    expect(arrows.flat().every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    for (const [at, one] of edges.entries()) {
      expect(one.left).toBeGreaterThanOrEqual(-1e-6);
      expect(one.right).toBeLessThanOrEqual(width + 1e-6);
      expect(one.bottom).toBeLessThanOrEqual(height + 1e-6);
      const covered = edges
        .slice(at + 1)
        .filter(
          (other) =>
            one.left < other.right - 1e-6 &&
            other.left < one.right - 1e-6 &&
            one.top < other.bottom - 1e-6 &&
            other.top < one.bottom - 1e-6,
        );
      expect(covered).toEqual([]);
    }
  });

  it.each(GRAPHS)("leads every arrow of %d boxes and %d arrows down, or tells that it leads up", (boxes, count) => {
    const arrows = randomArrows(boxes, count, 3 * boxes);
    const { layerOf, isUpward } = assignLayers(boxes, arrows);
    const wrong = arrows.filter(({ from, to }, at) => {
      const [upper, lower] = isUpward[at] === true ? [to, from] : [from, to];
      return from !== to && (layerOf[upper] ?? 0) >= (layerOf[lower] ?? 0);
    });
    expect(wrong).toEqual([]);
  });

  it("lets the heavier of two opposite arrows lead down, and a box that nothing leads to stand above its first", () => {
    const { layerOf, isUpward } = assignLayers(4, [
      { from: 0, to: 1, weight: 1 },
      { from: 1, to: 0, weight: 9 },
      { from: 0, to: 2, weight: 5 },
      { from: 3, to: 2, weight: 5 },
    ]);
    expect(layerOf).toEqual([1, 0, 2, 1]);
    expect(isUpward).toEqual([true, false, false, false]);
  });

  it("uncrosses lines that need not cross", () => {
    const below = [[5], [4], [3], [], [], []];
    const above = [[], [], [], [2], [1], [0]];
    const layers = [
      [0, 1, 2],
      [3, 4, 5],
    ];
    expect(countCrossings(layers, { above, below })).toBe(3);
    expect(countCrossings(orderLayers(layers, { above, below }), { above, below })).toBe(0);
  });
});
