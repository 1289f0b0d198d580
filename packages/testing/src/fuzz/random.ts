/** Numbers by chance that come again with the same seed (mulberry32). */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** An integer from 0 to below `n`. */
  below(n: number): number;
  /** Whether something that happens so often happens now. */
  happens(share: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    happens: (share) => next() < share,
    pick: (items) => items[below(items.length)] ?? items[0],
  };
}
