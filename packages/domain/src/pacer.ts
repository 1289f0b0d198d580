import { setImmediate } from "node:timers/promises";

/** So long may work in a process of its own keep the event loop busy, which only hears aborts and tells progress. */
const SLICE_MS = 50;
/** So long may one piece of work keep all other requests waiting at a time. */
export const SERVER_SLICE_MS = 10;
/** The clock is looked at after so many units of work. */
const CHECK_EVERY = 256;

export interface PacerOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /** Time of work between two turns of the event loop; 0 = each pause is one. */
  readonly sliceMs?: number;
}

/**
 * Keeps long work interruptible: `await pacer.pause()` gives the event loop its turn once the slice is over, and
 * rejects if the run was aborted. Work between two calls should be short.
 */
export class Pacer {
  readonly #options: PacerOptions;
  readonly #sliceMs: number;
  #sliceStart = performance.now();
  #units = 0;

  constructor(options: PacerOptions = {}) {
    this.#options = options;
    this.#sliceMs = options.sliceMs ?? SLICE_MS;
    options.signal?.throwIfAborted();
  }

  /** Whether it is time for `pause`; so cheap that inner loops may ask. */
  get due(): boolean {
    return this.did(1);
  }

  /** Counts work of about as many steps as `due` is asked in, and tells whether it is time for `pause`. */
  did(units: number): boolean {
    this.#units += units;
    if (this.#units < CHECK_EVERY) return false;
    this.#units = 0;
    return this.#isOver();
  }

  /** @param fraction - how much is done, 0 to 1; told to `onProgress` when given. */
  async pause(fraction?: number): Promise<void> {
    this.#options.signal?.throwIfAborted();
    if (!this.#isOver()) return;
    if (fraction !== undefined) this.#options.onProgress?.(fraction);
    await setImmediate();
    this.#options.signal?.throwIfAborted();
    this.#sliceStart = performance.now();
  }

  #isOver(): boolean {
    return performance.now() - this.#sliceStart >= this.#sliceMs;
  }
}
