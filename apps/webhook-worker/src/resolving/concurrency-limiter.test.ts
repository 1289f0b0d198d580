import { expect, it } from "vitest";
import { createConcurrencyLimiter } from "./concurrency-limiter.ts";

const late = (): Error => new Error("no room in time");
const LONG_MS = 60_000;

it("gives one share its part and the others the rest, each when it is free", async () => {
  const limiter = createConcurrencyLimiter(3, 2);
  const taken: string[] = [];
  const take = (share: string) =>
    limiter.take(share, LONG_MS, late).then((leave) => {
      taken.push(share);
      return leave;
    });
  const hanging = [take("a"), take("a"), take("a")];
  const other = take("b");
  const [first] = await Promise.all([hanging[0], hanging[1], other]);
  expect(taken).toEqual(["a", "a", "b"]);
  const third = take("c");
  first?.();
  first?.();
  // "a" came first, and is below its part again.
  await hanging[2];
  expect(taken).toEqual(["a", "a", "b", "a"]);
  (await other)();
  await third;
  expect(taken).toEqual(["a", "a", "b", "a", "c"]);
});

it("lets nobody wait for longer than they will", async () => {
  const limiter = createConcurrencyLimiter(1, 1);
  const leave = await limiter.take("a", LONG_MS, late);
  await expect(limiter.take("b", 10, late)).rejects.toThrow("no room in time");
  leave();
  await expect(limiter.take("b", 10, late)).resolves.toBeInstanceOf(Function);
});
