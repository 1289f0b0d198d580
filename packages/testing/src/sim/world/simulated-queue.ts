import type { Random } from "../../fuzz/random.ts";

/** A dispatcher as bad as a queue may be: it loses jobs, repeats them, and forgets all when it is wiped. */
export interface SimulatedQueue {
  add(operationIds: readonly string[]): void;
  /** The next jobs for a worker, at most `most`, each operation once. */
  take(most: number, random: Random): string[];
  wipe(): void;
}

const LOST = 0.02;
const REPEATED = 0.03;

export function createSimulatedQueue(): SimulatedQueue {
  let waiting: string[] = [];
  return {
    add: (operationIds) => void waiting.push(...operationIds),
    take(most, random) {
      const taken = new Set(waiting.splice(0, most));
      const kept = [...taken].filter(() => !random.happens(LOST));
      waiting.push(...kept.filter(() => random.happens(REPEATED)));
      return kept;
    },
    wipe: () => void (waiting = []),
  };
}
