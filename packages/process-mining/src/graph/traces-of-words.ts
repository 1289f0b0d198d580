import type { TraceLog } from "./trace-log.ts";

/** For tests: a log whose traces are words and whose activities are letters, each word once. */
export function tracesOfWords(words: readonly string[]): { log: TraceLog; activities: string[] } {
  const activities = [...new Set(words.join(""))].toSorted();
  return {
    activities,
    log: {
      traces: words.map((word) => Array.from(word, (letter) => activities.indexOf(letter))),
      counts: words.map(() => 1),
    },
  };
}
