import { describe, expect, it } from "vitest";
import { seededRandom } from "./prediction/seeded-random.ts";
import { sortAscending } from "./sort-ascending.ts";

describe("sortAscending", () => {
  const random = seededRandom(3);
  it.each([
    ["few", 100, () => random() * 1e6],
    ["many", 20_001, () => random() * 1e6],
    ["many that are whole and often the same", 20_000, () => Math.floor(random() * 30)],
    ["many of all sizes", 20_000, () => Math.exp(random() * 1400 - 700)],
    [
      "many with zeros and infinity",
      5000,
      () => [0, Number.MIN_VALUE, Number.POSITIVE_INFINITY][Math.floor(random() * 3)] ?? 0,
    ],
    ["many of which some are negative", 5000, () => random() - 0.5],
    ["many of which some are -0 or NaN", 5000, () => [0, -0, Number.NaN, 1][Math.floor(random() * 4)] ?? 0],
    ["many that are the same", 5000, () => 7],
  ])("sorts %s as the built-in sort does", (_, count, draw) => {
    const values = Float64Array.from({ length: count }, draw);
    expect(sortAscending(values.slice())).toEqual(values.slice().sort());
  });

  it("leaves what stands beside them in their memory", () => {
    const memory = Float64Array.from({ length: 6000 }, () => random());
    const expected = Float64Array.from([
      ...memory.slice(0, 500),
      ...memory.slice(500, 5500).sort(),
      ...memory.slice(5500),
    ]);
    sortAscending(memory.subarray(500, 5500));
    expect(memory).toEqual(expected);
  });
});
