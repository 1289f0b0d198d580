/** Bounds what runs at the same time, over all and for each share of it. */
export interface Shares {
  /**
   * Waits for room. @returns what to call when done
   * @throws Error from `onTimeout` when there is none within `timeoutMs`
   */
  take(share: string, timeoutMs: number, onTimeout: () => Error): Promise<() => void>;
}

interface Waiting {
  readonly share: string;
  readonly go: () => void;
}

/** @param most at once, over all shares @param mostOfShare at once of any one share */
export function createShares(most: number, mostOfShare: number): Shares {
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
