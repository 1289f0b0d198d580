import { expect, it } from "vitest";
import { createTurns } from "./take-in-turn.ts";

it("does so many pieces of work at a time, first come, first served, whether they fail or not", async () => {
  const inTurn = createTurns(2);
  const begun: number[] = [];
  let [busy, most] = [0, 0];
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, idx) =>
      inTurn(async () => {
        begun.push(idx);
        most = Math.max(most, ++busy);
        await new Promise((resolve) => setImmediate(resolve));
        busy--;
        if (idx % 3 === 0) throw new Error("told to");
        return idx;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(begun).toEqual(Array.from({ length: 20 }, (_, idx) => idx));
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(7);
  expect(await inTurn(async () => "free again")).toBe("free again");
});
