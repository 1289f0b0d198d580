import { availableParallelism, loadavg } from "node:os";

/**
 * Time in tests. A deadline ends a hang and measures nothing: it is generous, the same for every test, and longer on a
 * busy machine. A test that must name a time (a lease, a grace) says what an idle machine needs and takes `scaled` of it.
 */

/** Steps of the loop that measures the machine's speed, and the time of an idle machine for them. */
const STEPS = 20_000_000;
const IDLE_MS = 22;
const MAX_FACTOR = 20;

/** How much slower than an idle machine this one is now: from 1 to 20. Takes as long as it takes to see: 25 ms or more. */
export function measureTimeFactor(): number {
  const begunAt = performance.now();
  let sum = 1;
  for (let step = 0; step < STEPS; step++) sum = (Math.imul(sum, 1_664_525) + 1_013_904_223) | 0;
  const loopFactor = (performance.now() - begunAt) / IDLE_MS;
  const loadFactor = (loadavg()[0] ?? 0) / availableParallelism();
  const factor = sum === 0 ? 1 : Math.max(1, loopFactor, loadFactor);
  return Math.min(MAX_FACTOR, Math.round(factor * 10) / 10);
}

/** The factor of this test run: what was measured at its start, or what TEST_TIME_FACTOR says. */
export function timeFactor(): number {
  const factor = Number(process.env["TEST_TIME_FACTOR"] ?? 1);
  if (!(factor >= 1))
    throw new Error("TEST_TIME_FACTOR is a number from 1 on: how much slower than idle the machine is");
  return factor;
}

/** What an idle machine does in `idleMs` may take this one so many milliseconds. */
export function scaled(idleMs: number): number {
  return Math.round(idleMs * timeFactor());
}

/** `LONGHAUL_CHAOS=full` makes some tests hundreds of times longer. */
const patience = (): number => (process.env["LONGHAUL_CHAOS"] === "full" ? 10 : 1);

/** What work gives, and how long an idle machine would have taken for it, about: for promises of a time, whatever else runs now. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly idleMs: number }> {
  const before = measureTimeFactor();
  const begunAt = performance.now();
  const result = await work();
  const ms = performance.now() - begunAt;
  return { result, idleMs: ms / Math.max(before, measureTimeFactor()) };
}

/** After this long what a test waits for is taken not to come any more: minutes, since the machine may grow busy meanwhile. */
export const hangMs = (): number => scaled(400_000) * patience();

/** After this long a test or hook is taken to hang; longer than one wait, which can say what it waited for. */
export const testHangMs = (): number => scaled(900_000) * patience();
