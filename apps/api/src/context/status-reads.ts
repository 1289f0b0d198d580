import { asTenants, findOperations, type Db, type OperationView, type Scope } from "@longhaul/db";
import { runTogether } from "@longhaul/stores";

/** Reads the operations of concurrent requests together. */
export interface StatusReads {
  /** The operation as it is now, or null when it is not in the project. */
  find(scope: Scope, operationId: string): Promise<OperationView | null>;
}

/** Reading waits for nobody, so one statement at a time is enough, and takes most along. */
const LIMITS = { maxRuns: 1, maxTogether: 50 };

export function createStatusReads(db: Db): StatusReads {
  const together = runTogether(LIMITS, (wanted: readonly { readonly scope: Scope; readonly operationId: string }[]) =>
    asTenants([...new Set(wanted.map(({ scope }) => scope.tenantId))], async () => findOperations(db, wanted)),
  );
  return { find: (scope, operationId) => together({ scope, operationId }) };
}
