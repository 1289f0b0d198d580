import { listPastRuns, type Db } from "@longhaul/db";
import type { PastRun } from "@longhaul/domain";

const FRESH_MS = 10_000;

/** Durations of completed runs by type, read from the ledger at most every ten seconds. */
export interface PastRuns {
  of(type: string): Promise<readonly PastRun[]>;
}

export function createPastRuns(db: Db): PastRuns {
  const cache = new Map<string, { readonly until: number; readonly runs: Promise<readonly PastRun[]> }>();
  return {
    of(type) {
      const known = cache.get(type);
      if (known !== undefined && known.until > Date.now()) return known.runs;
      const runs = listPastRuns(db, type);
      cache.set(type, { until: Date.now() + FRESH_MS, runs });
      runs.catch(() => cache.delete(type));
      return runs;
    },
  };
}
