import { setTimeout as sleep } from "node:timers/promises";
import { hangMs } from "./test-time.ts";

/** Bounds of the pause between two looks. */
const SHORTEST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 100;

/** Looking takes a third of the time at most, and what took long to come is seen a twentieth of that later. */
const pauseMs = (lookMs: number, waitedMs: number): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, 2 * lookMs, waitedMs / 20));

/**
 * Asks `condition` again and again until it is true, and resolves with its value. Null, undefined and false mean not
 * yet, and so does a store that a busy machine kept from answering in time. Anything else that it throws is thrown on at
 * once: a condition that has to survive errors catches them itself.
 *
 * There is no deadline to choose: it only ends a hang, and measures nothing.
 * @param options.what what is waited for, in words, for the error when it doesn't come
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { what }: { readonly what: string },
): Promise<Exclude<T, null | undefined | false>> {
  return waitAtMost(hangMs(), condition, what);
}

/** Whether a store was too slow for the product's own deadline: packages/queue's error, and that of pg's pool. */
const isLateStore = (error: unknown): boolean =>
  error instanceof Error &&
  (("code" in error && error.code === "store-unavailable") ||
    error.message === "timeout exceeded when trying to connect");

/** As waitFor, with a deadline. For the test of that. */
export async function waitAtMost<T>(
  timeoutMs: number,
  condition: () => T | Promise<T>,
  what: string,
): Promise<Exclude<T, null | undefined | false>> {
  let timer: NodeJS.Timeout | undefined;
  let lateStore: unknown;
  const outOfTime = new Promise<never>((_resolve, reject) => {
    const giveUp = () =>
      reject(
        new Error(`waited ${timeoutMs} ms in vain for ${what}`, lateStore === undefined ? {} : { cause: lateStore }),
      );
    timer = setTimeout(giveUp, timeoutMs);
  });
  const look = async (): Promise<T | false> => {
    try {
      return await condition();
    } catch (error) {
      if (!isLateStore(error)) throw error;
      lateStore = error;
      return false;
    }
  };
  const begunAt = performance.now();
  try {
    for (;;) {
      const lookedAt = performance.now();
      const value = await Promise.race([look(), outOfTime]);
      if (isThere(value)) {
        return value;
      }
      const now = performance.now();
      await Promise.race([sleep(pauseMs(now - lookedAt, now - begunAt)), outOfTime]);
    }
  } finally {
    clearTimeout(timer);
  }
}

function isThere<T>(value: T): value is Exclude<T, null | undefined | false> {
  return value !== null && value !== undefined && value !== false;
}
