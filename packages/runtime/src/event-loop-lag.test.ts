import { setImmediate } from "node:timers/promises";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { measureEventLoopLag, SAMPLE_MS } from "./event-loop-lag.ts";

const LATE_MS = 4 * SAMPLE_MS;
const blockFor = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

it("tells how late the event loop was, without the time between two samples", async () => {
  const registry = new Registry();
  measureEventLoopLag(registry);
  const read = async (figure: string): Promise<number> => {
    const metrics = await registry.getMetricsAsJSON();
    const metric = metrics.find(({ name }) => name === `nodejs_eventloop_lag_${figure}_seconds`);
    return metric?.values[0]?.value ?? NaN;
  };
  const begunAt = performance.now();
  await expect.poll(() => performance.now() - begunAt).toBeGreaterThan(LATE_MS);
  expect(await read("min")).toBeLessThan((0.9 * SAMPLE_MS) / 1_000);
  await expect.poll(() => performance.now() - begunAt).toBeGreaterThan(2 * LATE_MS);
  blockFor(LATE_MS);
  // The sample is taken in the next turn of the loop.
  await setImmediate();
  await setImmediate();
  expect(await read("max")).toBeGreaterThan((LATE_MS - SAMPLE_MS) / 1_000 / 2);
});
