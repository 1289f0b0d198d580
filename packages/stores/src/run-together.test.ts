import { describe, expect, it } from "vitest";
import { runTogether } from "./run-together.ts";

/** Work that ends when it is told to. */
function controlled() {
  const runs: {
    readonly given: readonly number[];
    readonly end: (outs: readonly number[]) => void;
    readonly fail: () => void;
  }[] = [];
  const work = (given: readonly number[]): Promise<readonly number[]> =>
    new Promise((resolve, reject) => {
      runs.push({ given, end: resolve, fail: () => reject(new Error("broken")) });
    });
  return { runs, work };
}

describe("runTogether", () => {
  it("takes together what is asked at once, and what came while there was no room, in order", async () => {
    const { runs, work } = controlled();
    const ask = runTogether({ maxRuns: 2, maxTogether: 2 }, work);
    const asked = [1, 2, 3, 4, 5].map((n) => ask(n));
    await expect
      .poll(() => runs.map(({ given }) => given))
      .toEqual([
        [1, 2],
        [3, 4],
      ]);
    runs[1]?.end([30, 40]);
    expect(await asked[2]).toBe(30);
    await expect.poll(() => runs.length).toBe(3);
    expect(runs[2]?.given).toEqual([5]);
    runs[2]?.end([50]);
    runs[0]?.end([10, 20]);
    expect(await Promise.all(asked)).toEqual([10, 20, 30, 40, 50]);
  });

  it("lets one that is held up hold up nobody for long", async () => {
    const { runs, work } = controlled();
    const ask = runTogether({ maxRuns: 2, maxTogether: 9, besideAfterMs: 30 }, work);
    const first = ask(1);
    await expect.poll(() => runs.map(({ given }) => given)).toEqual([[1]]);
    const asked = [first, ask(2), ask(3)];
    await expect.poll(() => runs.length).toBe(2);
    expect(runs[1]?.given).toEqual([2, 3]);
    runs[1]?.end([20, 30]);
    runs[0]?.end([10]);
    expect(await Promise.all(asked)).toEqual([10, 20, 30]);
  });

  it("fails what was given to a run that fails, and nothing else", async () => {
    const { runs, work } = controlled();
    const ask = runTogether({ maxRuns: 1, maxTogether: 9 }, work);
    const first = ask(1);
    await expect.poll(() => runs.length).toBe(1);
    const asked = [first, ask(2), ask(3)];
    runs[0]?.end([10]);
    await expect.poll(() => runs.length).toBe(2);
    const later = ask(4);
    runs[1]?.fail();
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    await expect.poll(() => runs.length).toBe(3);
    runs[2]?.end([]);
    await expect(later).rejects.toThrow("0 outcomes of 1");
  });
});
