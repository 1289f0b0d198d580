import { setImmediate } from "node:timers/promises";
import type { RunOptions } from "../run-options.ts";

const SLICE_MS = 50;
const CHECK_EVERY = 256;

/**
 * Keeps long work interruptible: `await pacer.pause()` gives the event loop its turn once 50 ms have passed and then
 * rejects if the run was aborted. Work between two calls should be short.
 */
export class Pacer {
  readonly #run: RunOptions;
  #sliceStart = performance.now();
  #calls = 0;

  constructor(run: RunOptions = {}) {
    this.#run = run;
    run.signal?.throwIfAborted();
  }

  /** Whether it is time for `pause`; so cheap that inner loops may ask. */
  get due(): boolean {
    if (++this.#calls % CHECK_EVERY !== 0) return false;
    return performance.now() - this.#sliceStart >= SLICE_MS;
  }

  /** @param fraction how much is done, 0 to 1; told to the run's `onProgress` when given. */
  async pause(fraction?: number): Promise<void> {
    if (performance.now() - this.#sliceStart < SLICE_MS) return;
    if (fraction !== undefined) this.#run.onProgress?.(fraction);
    await setImmediate();
    this.#run.signal?.throwIfAborted();
    this.#sliceStart = performance.now();
  }
}
