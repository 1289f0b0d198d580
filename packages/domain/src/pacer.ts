import { setImmediate } from "node:timers/promises";

/** Time slice in a phase process, whose event loop only receives aborts and reports progress. */
const SLICE_MS = 50;
/** Time slice in a server process, where other requests wait for it. */
export const SERVER_SLICE_MS = 10;
/** Units of work between two looks at the clock. */
const CHECK_EVERY = 256;

export interface PacerOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /** Working time between two turns of the event loop; 0 = every `pause` is a turn. */
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

  /** Whether it is time for `pause`. It is cheap enough for inner loops. */
  get due(): boolean {
    return this.advance(1);
  }

  /** Counts `units` steps at once, where `due` counts one step. @returns whether it is time for `pause` */
  advance(units: number): boolean {
    this.#units += units;
    if (this.#units < CHECK_EVERY) return false;
    this.#units = 0;
    return this.#isOver();
  }

  /** Gives the event loop a turn when the slice is over. @param fraction work done so far, 0 to 1, for `onProgress` */
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
