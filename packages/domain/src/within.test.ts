import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { within } from "./within.ts";

const never = (): Promise<never> => new Promise(() => undefined);

it("gives what the work gives, or its error, when that comes in time", async () => {
  await expect(within(60_000, Promise.resolve(7), "the sum")).resolves.toBe(7);
  await expect(within(60_000, Promise.reject(new Error("no sum")), "the sum")).rejects.toThrow("no sum");
});

it("says what took too long, or throws the caller's error", async () => {
  await expect(within(1, never(), "the sum")).rejects.toThrow("the sum took more than 1 ms");
  await expect(within(1, never(), () => new RangeError("away"))).rejects.toThrow(RangeError);
});

it("ignores an error that comes later", async () => {
  const work = Promise.withResolvers<never>();
  await expect(within(1, work.promise, "the sum")).rejects.toThrow("took more than");
  work.reject(new Error("nobody hears of this"));
  await expect(pause(1, "here")).resolves.toBe("here");
});
