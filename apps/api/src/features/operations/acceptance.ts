import { createOperations, type CreatedOperation, type Db, type NewOperation } from "@longhaul/db";
import { runTogether } from "@longhaul/runtime";

/** Writes operations that are accepted at the same time together: one statement, one commit. */
export interface Acceptance {
  /** Resolves when the operation is committed; with null when its dataset is not (any more) a ready one of the project. */
  accept(operation: NewOperation): Promise<CreatedOperation | null>;
}

const LIMITS = { maxRuns: 2, maxTogether: 20 };

type Outcome = { readonly created: CreatedOperation | null } | { readonly err: unknown };

export function createAcceptance(db: Db): Acceptance {
  const write = async (operations: readonly NewOperation[]): Promise<Outcome[]> => {
    try {
      const created = await createOperations(db, operations);
      return operations.map(({ id }) => ({ created: created.get(id) ?? null }));
    } catch (err) {
      if (operations.length === 1 || !isFaultOfData(err)) return operations.map(() => ({ err }));
      // What is wrong with one must not refuse the others.
      const alone: Outcome[] = [];
      for (const operation of operations) alone.push(...(await write([operation])));
      return alone;
    }
  };
  const together = runTogether(LIMITS, write);
  return {
    async accept(operation) {
      const outcome = await together(operation);
      if ("err" in outcome) throw outcome.err;
      return outcome.created;
    },
  };
}

/** SQLSTATE classes 22 and 23: nothing was written, and it was due to what should have been. */
function isFaultOfData(err: unknown): boolean {
  return err instanceof Error && "code" in err && /^2[23]/.test(String(err.code));
}
