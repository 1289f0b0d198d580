import { describe, expect, it } from "vitest";
import { createLockedLane, writePastLocks } from "./write-past-locks.ts";

const failure = (code: string): Error => Object.assign(new Error(code), { code, severity: "ERROR" });

/** Writes all or nothing. What is locked waits until it is let go, or fails as Postgres does after the wait that is allowed. */
function table(locked: readonly number[], wrong: readonly number[] = [], code = "22003") {
  const release = Promise.withResolvers<void>();
  const statements: number[][] = [];
  const write = async (given: readonly number[], lockMs: number): Promise<string[]> => {
    statements.push([...given]);
    if (given.some((number) => locked.includes(number))) {
      if (lockMs > 0) throw failure("55P03");
      await release.promise;
    }
    if (given.some((number) => wrong.includes(number))) throw failure(code);
    return given.map((number) => `row ${number}`);
  };
  return { statements, write, letGo: release.resolve };
}

describe("what is written past locks", () => {
  it("takes one statement when nothing is locked", async () => {
    const { statements, write } = table([]);
    const outcomes = await writePastLocks([1, 2], write, createLockedLane());
    expect([outcomes, statements]).toEqual([[{ written: "row 1" }, { written: "row 2" }], [[1, 2]]]);
  });

  it("doesn't wait for what is locked, whose write ends once it is let go", async () => {
    const { write, letGo } = table([2, 4, 5, 6], [5]);
    const outcomes = await writePastLocks([1, 2, 3, 4, 5, 6], write, createLockedLane());
    const later = await Promise.all([0, 2].map(async (idx) => outcomes[idx]));
    expect(later).toEqual([{ written: "row 1" }, { written: "row 3" }]);
    let ended = 0;
    for (const outcome of outcomes) void Promise.resolve(outcome).then(() => ended++);
    const lane = createLockedLane();
    expect(await writePastLocks([7], write, lane)).toEqual([{ written: "row 7" }]);
    expect(ended).toBe(2);
    letGo();
    expect(await Promise.all(outcomes.slice(3).map(async (outcome) => outcome))).toEqual([
      { written: "row 4" },
      { err: failure("22003") },
      { written: "row 6" },
    ]);
  });

  it.each(["22003", "23505", "23503", "54000", "42601"])(
    "tells at once what is wrong, whatever that is, of one alone too: %s",
    async (code) => {
      const { write } = table([], [2], code);
      expect(await writePastLocks([1, 2, 3], write, createLockedLane())).toEqual([
        { written: "row 1" },
        { err: failure(code) },
        { written: "row 3" },
      ]);
      expect(await writePastLocks([2], write, createLockedLane())).toEqual([{ err: failure(code) }]);
    },
  );

  it("isn't tried piece by piece while the database is away", async () => {
    const statements: number[] = [];
    const write = async (given: readonly number[]): Promise<never> => {
      statements.push(given.length);
      return Promise.reject(failure("57P01"));
    };
    const away = { err: failure("57P01") };
    expect(await writePastLocks([1, 2, 3], write, createLockedLane())).toEqual([away, away, away]);
    expect(statements).toEqual([3]);
  });
});
