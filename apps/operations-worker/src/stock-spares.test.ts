import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRunningTasks } from "./context/running-tasks.ts";
import { stockSpares } from "./stock-spares.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker in which a task begins every `everyMs`. @returns after how many seconds it has a spare process; null for never */
function secondsUntilStocked(everyMs: number, lastMs: number, { draining = false } = {}): number | null {
  const running = createRunningTasks();
  running.draining = draining;
  let stockedAt: number | null = null;
  const startedAt = performance.now();
  const pool = { stock: () => (stockedAt = performance.now()) };
  const stocking = stockSpares({ running, pool });
  const begin = (): void => running.add({ id: "op", epoch: 1, stop: () => undefined });
  const tasks = setInterval(begin, everyMs);
  setTimeout(() => clearInterval(tasks), lastMs);
  vi.advanceTimersByTime(60_000);
  stocking.stop();
  return stockedAt === null ? null : (stockedAt - startedAt) / 1000;
}

describe("the first spare process", () => {
  it("is started soon by a worker with nothing to do", () => {
    expect(secondsUntilStocked(100_000, 1)).toBe(0.5);
  });

  it("waits for a quiet moment while a backlog is worked on, and no longer than half a minute", () => {
    expect(secondsUntilStocked(100, 4_000)).toBe(4.5);
    expect(secondsUntilStocked(100, 60_000)).toBe(30);
  });

  it("is not started by a worker that takes no more work", () => {
    expect(secondsUntilStocked(100_000, 1, { draining: true })).toBeNull();
  });
});
