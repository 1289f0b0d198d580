import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createUsageRecord } from "./usage-record.ts";

const usage = { cpuSeconds: 1, memoryBytes: 5_000_000, writtenBytes: 0, networkBytes: 0 };

describe("samples of what an operation uses", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["Date", "performance"] }));
  afterEach(() => vi.useRealTimers());

  it("are at most sixty, evenly over all its time, the first of them kept", () => {
    const record = createUsageRecord(null, 1);
    const start = Date.now();
    for (let second = 0; second < 1000; second++) {
      record.report({ ...usage, cpuSeconds: second, memoryBytes: second });
      vi.advanceTimersByTime(1000);
    }
    const samples = record.current().samples ?? [];
    expect(samples.length).toBeLessThanOrEqual(60);
    expect(samples.length).toBeGreaterThanOrEqual(30);
    expect(samples[0]).toEqual([start, null, 0]);
    const gaps = samples.slice(1).map(([at], idx) => at - (samples[idx]?.[0] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps));
    expect((samples.at(-1)?.[0] ?? 0) - start).toBeGreaterThan(900_000);
    expect(samples.at(-1)?.[1]).toBe(100);
  });

  it("go on where another attempt left off, as far apart as its own", () => {
    const first = createUsageRecord(null, 1);
    first.report(usage);
    vi.advanceTimersByTime(60_000);
    first.report(usage);
    const earlier = first.current();
    const second = createUsageRecord(earlier, 1);
    expect(second.current().samples).toEqual(earlier.samples);
    vi.advanceTimersByTime(500);
    second.report(usage);
    expect(second.current().samples).toEqual(earlier.samples);
    vi.advanceTimersByTime(1000);
    second.report(usage);
    expect(second.current().samples).toHaveLength(3);
  });
});
