import { createOperations, writeTogether, type CreatedOperation, type Db, type NewOperation } from "@longhaul/db";
import { runTogether } from "@longhaul/runtime";

/** Writes operations that are accepted at the same time together: one statement, one commit. */
export interface Acceptance {
  /** Resolves when the operation is committed; with null when its dataset is not (any more) a ready one of the project. */
  accept(operation: NewOperation): Promise<CreatedOperation | null>;
}

const LIMITS = { maxRuns: 2, maxTogether: 20, besideAfterMs: 25 };

export function createAcceptance(db: Db): Acceptance {
  const together = runTogether(LIMITS, async (operations: readonly NewOperation[]) =>
    writeTogether(operations, async (given) => {
      const created = await createOperations(db, given);
      return given.map(({ id }) => created.get(id) ?? null);
    }),
  );
  return {
    async accept(operation) {
      const outcome = await together(operation);
      if ("err" in outcome) throw outcome.err;
      return outcome.written;
    },
  };
}
