/** Work that a process does again and again. */
export interface RepeatedWork {
  /** Begins no turn any more. One that is under way goes on. */
  stop(): void;
}

/**
 * Does `work` every `intervalMs`, and never twice at a time: while a turn is under way, as when a store is slow, the
 * next ones are left out. So it never holds more than one connection.
 * @param onError told of each turn that failed; the next one comes all the same
 */
export function repeatWork(
  intervalMs: number,
  work: () => Promise<unknown>,
  onError: (err: unknown) => void,
): RepeatedWork {
  let isUnderWay = false;
  const timer = setInterval(() => {
    if (isUnderWay) return;
    isUnderWay = true;
    // Within a promise, so that what `work` throws at once is its failure, too.
    void Promise.resolve()
      .then(work)
      .catch(onError)
      .finally(() => (isUnderWay = false));
  }, intervalMs);
  return { stop: () => clearInterval(timer) };
}
