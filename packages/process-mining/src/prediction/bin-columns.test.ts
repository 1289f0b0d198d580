import * as fc from "fast-check";
import { Pacer } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { binColumns } from "./bin-columns.ts";

describe("binColumns", () => {
  it("puts each number into the first bin whose bound it doesn't exceed, and no two far quantiles into one", async () => {
    const floats = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(floats, async (numbers) => {
        const values = Float32Array.from(numbers);
        const feature = { name: "x", input: "x", description: "x", kind: "number", group: "time" } as const;
        const binned = await binColumns([feature], [values], values.length, new Pacer());
        const bounds = binned.bounds[0] ?? new Float32Array();
        for (const [row, value] of values.entries()) {
          const bin = binned.bins[0]?.[row] ?? -1;
          expect(value).toBeLessThanOrEqual(bounds[bin] ?? Number.NaN);
          expect(value).toBeGreaterThan(bin > 0 ? (bounds[bin - 1] ?? Number.NaN) : Number.NEGATIVE_INFINITY);
        }
        const distinct = new Set(values.map((value) => value + 0)).size;
        expect(distinct > 64 || new Set(binned.bins[0]).size === distinct).toBe(true);
        expect(bounds.length).toBeLessThanOrEqual(64);
      }),
    );
  });

  it("keeps the codes of a category as they are", async () => {
    const feature = {
      name: "x",
      input: "x",
      description: "x",
      kind: "category",
      group: "sequence",
      codes: ["a", "b", "c"],
    } as const;
    const binned = await binColumns([feature], [Float32Array.from([2, 0, 1])], 3, new Pacer());
    expect(binned.bins).toEqual([Uint8Array.from([2, 0, 1])]);
    expect(binned.isCategory).toEqual([true]);
  });
});
