import { asTenants, findStatuses, type Db, type Scope, type StatusView, type WantedStatus } from "@longhaul/db";
import { runTogether } from "@longhaul/stores";

/** Reads the operations of concurrent requests together. */
export interface StatusReads {
  /** The operation as it is now, or null when it is not in the project. */
  find(scope: Scope, operationId: string): Promise<StatusView | null>;
}

/** Reading waits for nobody, so one statement at a time is enough, and takes most along. */
const LIMITS = { maxRuns: 1, maxTogether: 50 };

/** Views that are kept: of an operation that is polled, only what has changed is read again. */
const MOST_KEPT = 2000;
const KEPT_MS = 30_000;

interface Kept {
  readonly view: StatusView;
  /** By `performance.now()`. */
  readonly readAt: number;
}

export function createStatusReads(db: Db): StatusReads {
  // Those that were read longest ago come first.
  const kept = new Map<string, Kept>();
  const keep = (operationId: string, view: StatusView): void => {
    const readAt = performance.now();
    kept.delete(operationId);
    kept.set(operationId, { view, readAt });
    for (const [id, oldest] of kept) {
      if (kept.size <= MOST_KEPT && readAt - oldest.readAt < KEPT_MS) break;
      kept.delete(id);
    }
  };
  const together = runTogether(LIMITS, async (wanted: readonly WantedStatus[]) => {
    const known = wanted.map((one) => ({ ...one, known: kept.get(one.operationId)?.view }));
    const tenantIds = [...new Set(wanted.map(({ scope }) => scope.tenantId))];
    const views = await asTenants(tenantIds, async () => findStatuses(db, known));
    for (const view of views) if (view !== null) keep(view.operation.id, view);
    return views;
  });
  return { find: (scope, operationId) => together({ scope, operationId }) };
}
