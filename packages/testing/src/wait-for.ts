import { setTimeout as sleep } from "node:timers/promises";
import { hangMs } from "./test-time.ts";

const POLL_INTERVAL_MS = 10;

/**
 * Asks `condition` again and again until it is true, and resolves with its value. Null, undefined and false mean not
 * yet. What it throws is thrown on at once: a condition that has to survive errors catches them itself.
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

/** As waitFor, with a deadline. For the test of that. */
export async function waitAtMost<T>(
  timeoutMs: number,
  condition: () => T | Promise<T>,
  what: string,
): Promise<Exclude<T, null | undefined | false>> {
  let timer: NodeJS.Timeout | undefined;
  const outOfTime = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${timeoutMs} ms in vain for ${what}`)), timeoutMs);
  });
  try {
    for (;;) {
      const value = await Promise.race([condition(), outOfTime]);
      if (isThere(value)) {
        return value;
      }
      await Promise.race([sleep(POLL_INTERVAL_MS), outOfTime]);
    }
  } finally {
    clearTimeout(timer);
  }
}

function isThere<T>(value: T): value is Exclude<T, null | undefined | false> {
  return value !== null && value !== undefined && value !== false;
}
