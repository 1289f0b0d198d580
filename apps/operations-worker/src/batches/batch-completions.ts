import { completeInBatch, completeOperation, type Completion, type Db } from "@longhaul/db";
import { runTogether } from "@longhaul/runtime";

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
  readonly complete: (end: Completion) => Promise<{ readonly isOwned: boolean; readonly woken: Promise<void> }>;
  pending: number;
}

export function createBatchCompletions(db: Db, consequences: Consequences): BatchCompletions {
  const batches = new Map<string, BatchInProgress>();
  const freeing = new Set<string>();

  const write = async (ends: readonly Completion[]): ReturnType<typeof completeInBatch> => {
    try {
      return await completeInBatch(db, ends);
    } catch (err) {
      if (ends.length === 1) throw err;
      // What is wrong with one must not hold up the others: each for itself.
      const each = ends.map(async (end) => ({ isOwned: await completeOperation(db, end), isFreeing: true }));
      return Promise.all(each);
    }
  };

  const freeRest = async (batchId: string): Promise<void> => {
    if (freeing.has(batchId)) return;
    freeing.add(batchId);
    await consequences.freeRest(batchId);
    freeing.delete(batchId);
  };

  const begin = (batchId: string): BatchInProgress => {
    const complete = runTogether(LIMITS, async (ends: readonly Completion[]) => {
      const written = await write(ends);
      const owned = ends.filter((_, idx) => written[idx]?.isOwned === true);
      const woken = consequences.wake(owned.map(({ operationId }) => operationId));
      if (written.some(({ isFreeing }) => isFreeing)) void woken.then(() => freeRest(batchId));
      return ends.map((_, idx) => ({ isOwned: written[idx]?.isOwned === true, woken }));
    });
    return { complete, pending: 0 };
  };

  return {
    async complete(batchId, end) {
      const batch = batches.get(batchId) ?? begin(batchId);
      batches.set(batchId, batch);
      batch.pending++;
      try {
        const { isOwned, woken } = await batch.complete(end);
        await woken;
        return isOwned;
      } finally {
        batch.pending--;
        if (batch.pending === 0) batches.delete(batchId);
      }
    },
  };
}
