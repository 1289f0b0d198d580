import {
  asTenants,
  createLockedLane,
  createOperations,
  quotaExceeded,
  writePastLocks,
  type CreatedOperation,
  type Db,
  type NewOperation,
} from "@longhaul/db";
import type { QuotaDefaults } from "@longhaul/domain";
import { runTogether } from "@longhaul/stores";

/**
 * Writes operations that are accepted at the same time together: one statement, one commit. Where a tenant's quota is locked (by a
 * forgotten transaction, say), only that tenant's operations wait.
 */
export interface Acceptance {
  /**
   * Resolves when the operation is committed; with null when its dataset is not (any more) a ready one of the project.
   * @throws DomainError `quota_exceeded`
   */
  accept(operation: NewOperation): Promise<CreatedOperation | null>;
}

const LIMITS = { maxRuns: 2, maxTogether: 20, besideAfterMs: 25 };

export function createAcceptance(db: Db, defaults: QuotaDefaults): Acceptance {
  const locked = createLockedLane();
  const createAll = async (given: readonly NewOperation[], lockMs: number) => {
    const tenantIds = [...new Set(given.map(({ tenantId }) => tenantId))];
    const { created, refused } = await asTenants(tenantIds, async () => createOperations(db, given, defaults, lockMs));
    return given.map(({ id }) => refused.get(id) ?? created.get(id) ?? null);
  };
  const together = runTogether(LIMITS, async (operations: readonly NewOperation[]) =>
    writePastLocks(operations, createAll, locked),
  );
  return {
    async accept(operation) {
      const outcome = await together(operation);
      if ("err" in outcome) throw outcome.err;
      const { written } = outcome;
      if (written !== null && "quota" in written) throw quotaExceeded(written);
      return written;
    },
  };
}
