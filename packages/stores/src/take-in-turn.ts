/** Runs `work` when a place is free. Callers wait in order of arrival. */
export type TakeInTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** @param atATime how many may run at the same time */
export function createTurns(atATime: number): TakeInTurn {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy < atATime) busy++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place passes to the first waiter directly, so that a new caller can't take it.
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  };
}
