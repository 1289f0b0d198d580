import { completeInBatch, completeOperation, type Completion, type Db } from "@longhaul/db";
import { runTogether } from "@longhaul/runtime";

/** Ends operations of batches as Completed; those of one batch that end while another's end is written do so together. */
export interface BatchCompletions {
  /**
   * @param wake told once of all that ended together, before any of them is told; not waited for
   * @returns whether the caller still owned the operation, and when its dependents are woken
   */
  complete(batchId: string, end: Completion): Promise<{ readonly owned: boolean; readonly woken: Promise<void> }>;
}

const LIMITS = { maxRuns: 1, maxTogether: 50 };

type Complete = (end: Completion) => ReturnType<BatchCompletions["complete"]>;

export function createBatchCompletions(
  db: Db,
  wake: (operationIds: readonly string[]) => Promise<void>,
): BatchCompletions {
  const write = async (ends: readonly Completion[]): Promise<boolean[]> => {
    try {
      return await completeInBatch(db, ends);
    } catch (err) {
      if (ends.length === 1) throw err;
      // What is wrong with one must not hold up the others: each for itself.
      return Promise.all(ends.map((end) => completeOperation(db, end)));
    }
  };
  const writeAndWake = async (ends: readonly Completion[]) => {
    const owned = await write(ends);
    const woken = wake(ends.filter((_, idx) => owned[idx]).map(({ operationId }) => operationId));
    return owned.map((isOwned) => ({ owned: isOwned, woken }));
  };

  const batches = new Map<string, { readonly complete: Complete; pending: number }>();
  return {
    async complete(batchId, end) {
      const batch = batches.get(batchId) ?? { complete: runTogether(LIMITS, writeAndWake), pending: 0 };
      batches.set(batchId, batch);
      batch.pending++;
      try {
        return await batch.complete(end);
      } finally {
        batch.pending--;
        if (batch.pending === 0) batches.delete(batchId);
      }
    },
  };
}
