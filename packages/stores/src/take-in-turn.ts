/** Does work of a kind, so many pieces at a time; the others wait in the order in which they came. */
export type TakeInTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** @param atATime more would hold up what isn't of this kind */
export function createTurns(atATime: number): TakeInTurn {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy < atATime) busy++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The next one takes the place over, so that nobody who comes meanwhile gets it.
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  };
}
