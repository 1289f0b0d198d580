import { describe, expect, it } from "vitest";
import { writeTogether } from "./write-together.ts";

const failure = (code: string): Error => Object.assign(new Error(code), { code, severity: "ERROR" });

/** Writes all or nothing, and refuses odd numbers as Postgres would. */
function table(code: string) {
  const rows: number[] = [];
  const statements: number[] = [];
  const write = async (given: readonly number[]): Promise<string[]> => {
    statements.push(given.length);
    if (given.some((number) => number % 2 === 1)) throw failure(code);
    rows.push(...given);
    return given.map((number) => `row ${number}`);
  };
  return { rows, statements, write };
}

describe("what is written together", () => {
  it("takes one statement when all of it is right", async () => {
    const { rows, statements, write } = table("22003");
    expect(await writeTogether([2, 4, 6], write)).toEqual([
      { written: "row 2" },
      { written: "row 4" },
      { written: "row 6" },
    ]);
    expect([rows, statements]).toEqual([[2, 4, 6], [3]]);
  });

  it.each(["22003", "23505", "23503", "54000", "42601"])(
    "is written without what is wrong in it, whatever that is: %s",
    async (code) => {
      const { rows, write } = table(code);
      const outcomes = await writeTogether([2, 3, 4, 5], write);
      expect(rows).toEqual([2, 4]);
      expect(outcomes.map((outcome) => "written" in outcome)).toEqual([true, false, true, false]);
      expect(outcomes[1]).toEqual({ err: failure(code) });
    },
  );

  it("isn't tried piece by piece while the database is away", async () => {
    const { statements, write } = table("57P01");
    expect(await writeTogether([1, 2, 3], write)).toEqual(Array.from({ length: 3 }, () => ({ err: failure("57P01") })));
    expect(statements).toEqual([3]);
  });
});
