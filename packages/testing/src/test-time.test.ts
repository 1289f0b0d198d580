import { afterEach, describe, expect, it, vi } from "vitest";
import { hangMs, measureTimeFactor, scaled, testHangMs, timed, timeFactor } from "./test-time.ts";

describe("time on a busy machine", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("is measured as a factor from 1 to 20", () => {
    const factor = measureTimeFactor();
    expect(factor).toBeGreaterThanOrEqual(1);
    expect(factor).toBeLessThanOrEqual(20);
  });

  it("tells of work how long an idle machine would take: never longer than it took", async () => {
    const begunAt = performance.now();
    const { result, idleMs } = await timed(() => new Promise((resolve) => void setTimeout(() => resolve("done"), 200)));
    expect(result).toBe("done");
    expect(idleMs).toBeLessThanOrEqual(performance.now() - begunAt);
    expect(idleMs).toBeGreaterThanOrEqual(195 / 20);
  });

  it("stretches leases and deadlines alike, by what the environment says", () => {
    vi.stubEnv("TEST_TIME_FACTOR", "1");
    const idle = [scaled(500), hangMs(), testHangMs()];
    vi.stubEnv("TEST_TIME_FACTOR", "2.5");
    expect([scaled(500), hangMs(), testHangMs()]).toEqual(idle.map((ms) => 2.5 * ms));
  });

  it("gives a wait less than its test, so that the error says what was waited for", () => {
    expect(2 * hangMs()).toBeLessThan(testHangMs());
  });

  it.each(["0.5", "fast", "-1"])("refuses %s", (factor) => {
    vi.stubEnv("TEST_TIME_FACTOR", factor);
    expect(() => timeFactor()).toThrow("TEST_TIME_FACTOR is a number from 1 on");
  });
});
