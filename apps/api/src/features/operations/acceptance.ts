import { createOperations, type CreatedOperation, type Db, type NewOperation } from "@longhaul/db";

/** Writes operations that are accepted at the same time together: one statement, one commit. */
export interface Acceptance {
  /** Resolves when the operation is committed; with null when its dataset is not (any more) a ready one of the project. */
  accept(operation: NewOperation): Promise<CreatedOperation | null>;
}

/** Statements at the same time. An operation that finds one free is written at once. */
const MAX_STATEMENTS = 2;
const MAX_TOGETHER = 20;

interface Wish {
  readonly operation: NewOperation;
  readonly resolve: (created: CreatedOperation | null) => void;
  readonly reject: (err: unknown) => void;
}

export function createAcceptance(db: Db): Acceptance {
  const waiting: Wish[] = [];
  let statements = 0;

  const write = async (wishes: readonly Wish[]): Promise<void> => {
    try {
      const operations = wishes.map(({ operation }) => operation);
      const created = await createOperations(db, operations);
      for (const wish of wishes) wish.resolve(created.get(wish.operation.id) ?? null);
    } catch (err) {
      // What is wrong with one must not refuse the others.
      if (wishes.length > 1 && isFaultOfData(err)) for (const wish of wishes) await write([wish]);
      else for (const wish of wishes) wish.reject(err);
    }
  };
  const begin = (): void => {
    if (statements >= MAX_STATEMENTS || waiting.length === 0) return;
    statements++;
    void write(waiting.splice(0, MAX_TOGETHER)).finally(() => {
      statements--;
      begin();
    });
  };

  return {
    accept: (operation) =>
      new Promise((resolve, reject) => {
        waiting.push({ operation, resolve, reject });
        begin();
      }),
  };
}

/** SQLSTATE classes 22 and 23: nothing was written, and it was due to what should have been. */
function isFaultOfData(err: unknown): boolean {
  return err instanceof Error && "code" in err && /^2[23]/.test(String(err.code));
}
