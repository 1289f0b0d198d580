import { setTimeout as sleep } from "node:timers/promises";

/** Lets a loop sleep until something happens, or for a while. */
export interface Waker {
  /** Something happened. Counts until the next `reset`, so what happens while nobody waits is not missed. */
  readonly wake: () => void;
  readonly reset: () => void;
  /** Resolves after `minMs` if woken since the last reset, else when woken, else after `maxMs`. */
  wait(minMs: number, maxMs: number): Promise<void>;
}

export function createWaker(): Waker {
  let isWoken = false;
  let interrupt = (): void => undefined;
  return {
    wake() {
      isWoken = true;
      interrupt();
    },
    reset() {
      isWoken = false;
    },
    async wait(minMs, maxMs) {
      await sleep(minMs);
      if (isWoken) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, maxMs - minMs);
        interrupt = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      interrupt = () => undefined;
    },
  };
}
