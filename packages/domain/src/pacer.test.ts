import { expect, it } from "vitest";
import { Pacer, SERVER_SLICE_MS } from "./pacer.ts";

it("lets others have their turn in the middle of long work, again and again", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const seen = new Set<number>();
  const pacer = new Pacer({ sliceMs: SERVER_SLICE_MS });
  while (seen.size < 5) {
    await pacer.pause();
    seen.add(ticks);
  }
  clearInterval(timer);
  expect(ticks).toBeGreaterThanOrEqual(4);
});
