import fc from "fast-check";
import { expect, it } from "vitest";
import { partsToLookAt, spreadOfCases } from "./case-spread.ts";

it("counts the events of each case, how far apart they are, and how far by chance", () => {
  // Two cases of three events and one of one, over 100 seconds: half of the time of each of three by chance.
  const owners = Int32Array.of(0, 0, 0, 1, 1, 1, 2);
  const times = Float64Array.of(0, 10, 20, 30, 60, 100, 50).map((sec) => sec * 1e6);
  expect(spreadOfCases(owners, times)).toEqual({ perCase: 7 / 3, apart: 90, byChance: 100 });
});

it("looks at parts within the table, which are all of a small one and don't overlap", () => {
  fc.assert(
    fc.property(fc.nat({ max: 2_000_000 }), (rows) => {
      const parts = partsToLookAt(rows);
      expect(parts[0]?.from).toBe(0);
      expect(parts.at(-1)?.to).toBe(rows);
      for (const [at, { from }] of parts.entries()) expect(from).toBeGreaterThanOrEqual(parts[at - 1]?.to ?? 0);
    }),
  );
});
