import { expect, it } from "vitest";
import { takeTurns } from "./take-turns.ts";

it("lets others have their turn in the middle of long work, again and again", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const seen = new Set<number>();
  const turn = takeTurns();
  while (seen.size < 5) {
    await turn();
    seen.add(ticks);
  }
  clearInterval(timer);
  expect(ticks).toBeGreaterThanOrEqual(4);
});
