import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { repeatWork } from "./repeat-work.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("never does its work twice at a time, however long a turn takes", async () => {
  let begun = 0;
  let turn = Promise.withResolvers<void>();
  const repeated = repeatWork(
    1_000,
    () => {
      begun++;
      return turn.promise;
    },
    () => undefined,
  );
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toBe(1);
  turn.resolve();
  turn = Promise.withResolvers();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toBe(2);
  repeated.stop();
  turn.resolve();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toBe(2);
});

it.each([
  ["rejects", () => Promise.reject(new Error("no store"))],
  [
    "throws",
    () => {
      throw new Error("no store");
    },
  ],
] as const)("goes on after a turn that %s, and tells of it", async (_how, work) => {
  const told: unknown[] = [];
  const repeated = repeatWork(1_000, work, (err) => told.push(err));
  await vi.advanceTimersByTimeAsync(3_000);
  repeated.stop();
  expect(told).toHaveLength(3);
  expect(String(told[0])).toBe("Error: no store");
});
