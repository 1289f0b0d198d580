/** Limits how many calls run at the same time: in total, and for each share (a key, such as a tenant's lane). */
export interface ConcurrencyLimiter {
  /**
   * Waits until the call may run. @returns the function to call when it is done
   * @throws Error from `onTimeout` after `timeoutMs` without room
   */
  take(share: string, timeoutMs: number, onTimeout: () => Error): Promise<() => void>;
}

interface Waiting {
  readonly share: string;
  readonly go: () => void;
}

/** @param most calls at once, over all shares @param mostOfShare calls at once of one share */
export function createConcurrencyLimiter(most: number, mostOfShare: number): ConcurrencyLimiter {
  const active = new Map<string, number>();
  const waiting = new Set<Waiting>();
  let total = 0;

  const hasRoom = (share: string): boolean => total < most && (active.get(share) ?? 0) < mostOfShare;
  const enter = (share: string): void => {
    total++;
    active.set(share, (active.get(share) ?? 0) + 1);
  };
  const leave = (share: string): void => {
    total--;
    const left = (active.get(share) ?? 1) - 1;
    if (left === 0) active.delete(share);
    else active.set(share, left);
    for (const next of waiting) {
      if (total >= most) break;
      if (hasRoom(next.share)) next.go();
    }
  };
  const doneOnce = (share: string): (() => void) => {
    let isDone = false;
    return () => {
      if (isDone) return;
      isDone = true;
      leave(share);
    };
  };

  return {
    take(share, timeoutMs, onTimeout) {
      if (hasRoom(share)) {
        enter(share);
        return Promise.resolve(doneOnce(share));
      }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(entry);
          reject(onTimeout());
        }, timeoutMs);
        const entry: Waiting = {
          share,
          go() {
            clearTimeout(timer);
            waiting.delete(entry);
            enter(share);
            resolve(doneOnce(share));
          },
        };
        waiting.add(entry);
      });
    },
  };
}
