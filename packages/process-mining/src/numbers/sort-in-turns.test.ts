import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { sortInTurns } from "./sort-in-turns.ts";

describe("sortInTurns", () => {
  it.each([
    ["spread evenly", (random: number) => random * 1e9],
    ["nearly all in one place", (random: number) => (random < 1e-5 ? 1e15 * random : Math.floor(random * 1000))],
    ["all the same", () => 5],
  ])("sorts a million values that are %s", async (_, valueOf) => {
    const random = seededRandom(3);
    const values = Float64Array.from({ length: 1_100_000 }, () => valueOf(random()));
    const expected = values.slice().sort();
    expect(Buffer.from((await sortInTurns(values)).buffer).equals(Buffer.from(expected.buffer))).toBe(true);
  });

  it("tells how far it is", async () => {
    const told: number[] = [];
    await sortInTurns(
      Float64Array.from({ length: 1_100_000 }, (_, at) => -at),
      {
        onProgress: (fraction) => told.push(fraction),
      },
    );
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect([told.length > 2, told.at(-1)]).toEqual([true, 1]);
  });

  it("stops when aborted", async () => {
    const values = Float64Array.from({ length: 600_000 }, (_, at) => -at);
    await expect(sortInTurns(values, { signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow("stop");
  });
});
