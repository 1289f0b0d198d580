import type { RunOptions } from "@longhaul/event-log";

/**
 * Divides a run into passes of about the same cost, `count` at most: each call gives the options of the next, whose progress,
 * 0 to 1, becomes that of its share of the whole.
 */
export function stagedRun(run: RunOptions, count: number): () => RunOptions {
  let begun = 0;
  return () => {
    const before = Math.min(begun++, count - 1);
    return { signal: run.signal, onProgress: (fraction) => run.onProgress?.((before + fraction) / count) };
  };
}
