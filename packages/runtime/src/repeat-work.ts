/** Work that a process does again and again. */
export interface RepeatedWork {
  /** Begins no turn any more. One that is under way goes on. */
  stop(): void;
}

/** Says when nothing is to be done. */
export interface Resting {
  readonly isResting: () => boolean;
}

/** Pause between rounds while there seems to be no work: a round still runs, in case a signal was lost. */
const RESTING_MS = 60_000;

/** @returns whether a round is due when its time has come: always, but while nothing is to be done only once a minute */
export function createPace(rest: Resting | undefined): () => boolean {
  let lastAt = -Infinity;
  return () => {
    if (rest?.isResting() === true && performance.now() - lastAt < RESTING_MS) return false;
    lastAt = performance.now();
    return true;
  };
}

/**
 * Does `work` every `intervalMs`, and never twice at a time: while a turn is under way, as when a store is slow, the
 * next ones are left out. So it never holds more than one connection.
 * @param onError called for each round that failed; the next round still runs
 * @param rest while it says that nothing is to be done, a turn comes once a minute
 */
export function repeatWork(
  intervalMs: number,
  work: () => Promise<unknown>,
  onError: (err: unknown) => void,
  rest?: Resting,
): RepeatedWork {
  const isDue = createPace(rest);
  let isUnderWay = false;
  const timer = setInterval(() => {
    if (isUnderWay || !isDue()) return;
    isUnderWay = true;
    // Within a promise, so that what `work` throws at once is its failure, too.
    void Promise.resolve()
      .then(work)
      .catch(onError)
      .finally(() => (isUnderWay = false));
  }, intervalMs);
  return { stop: () => clearInterval(timer) };
}
