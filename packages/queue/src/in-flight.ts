import { setImmediate } from "node:timers/promises";

/** Promises that haven't settled, and a way to wait until there are none. */
export class InFlight {
  readonly #pending = new Set<Promise<unknown>>();

  get size(): number {
    return this.#pending.size;
  }

  /** Follows the promise and hands it back. */
  track<Result>(work: Promise<Result>): Promise<Result> {
    const tracked = work.catch(() => undefined).finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
    return work;
  }

  /** Also waits for what is begun by the end of another, within one turn of the event loop. */
  async untilNone(): Promise<void> {
    while (this.#pending.size > 0) {
      await Promise.all(this.#pending);
      await setImmediate();
    }
  }
}
