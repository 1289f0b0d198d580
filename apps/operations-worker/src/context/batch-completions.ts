import { completeOperations, writeTogether, type Completion, type Db } from "@longhaul/db";
import { runTogether } from "@longhaul/stores";

/** Ends operations of batches as Completed; those of one batch that end while another's end is written do so together. */
export interface BatchCompletions {
  /** Resolves when the end is written and the first dependents are woken; with false when the caller doesn't own the operation any more. */
  complete(batchId: string, end: Completion): Promise<boolean>;
}

const LIMITS = { maxRuns: 1, maxTogether: 50 };

/** What completions lead to; neither throws. */
export interface Consequences {
  /** Wakes what depends on operations that have ended. */
  wake(operationIds: readonly string[]): Promise<void>;
  /** Frees and wakes what the ends of a batch's operations left to be freed. */
  freeRest(batchId: string): Promise<void>;
}

interface BatchInProgress {
  /** Resolves when the end is written, with what wakes the dependents of all that were written together. */
  readonly complete: (
    end: Completion,
  ) => Promise<{ readonly isOwned: boolean; readonly woken: Promise<void> } | { readonly err: unknown }>;
  pending: number;
}

export function createBatchCompletions(db: Db, consequences: Consequences): BatchCompletions {
  const batches = new Map<string, BatchInProgress>();
  const freeing = new Set<string>();

  const freeRest = async (batchId: string): Promise<void> => {
    if (freeing.has(batchId)) return;
    freeing.add(batchId);
    await consequences.freeRest(batchId);
    freeing.delete(batchId);
  };

  const begin = (batchId: string): BatchInProgress => {
    const complete = runTogether(LIMITS, async (ends: readonly Completion[]) => {
      // All of them need the lock of the one batch: none could go past another.
      const outcomes = await writeTogether(ends, async (given) => completeOperations(db, given));
      const written = outcomes.map((outcome) => ("written" in outcome ? outcome.written : null));
      const owned = ends.filter((_, idx) => written[idx]?.isOwned === true);
      const woken = consequences.wake(owned.map(({ operationId }) => operationId));
      if (written.some((end) => end?.isFreeing === true)) void woken.then(() => freeRest(batchId));
      return outcomes.map((outcome) =>
        "written" in outcome ? { isOwned: outcome.written.isOwned, woken } : { err: outcome.err },
      );
    });
    return { complete, pending: 0 };
  };

  return {
    async complete(batchId, end) {
      const batch = batches.get(batchId) ?? begin(batchId);
      batches.set(batchId, batch);
      batch.pending++;
      try {
        const outcome = await batch.complete(end);
        if ("err" in outcome) throw outcome.err;
        await outcome.woken;
        return outcome.isOwned;
      } finally {
        batch.pending--;
        if (batch.pending === 0) batches.delete(batchId);
      }
    },
  };
}
