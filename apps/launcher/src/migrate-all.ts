import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "@longhaul/db";
import { migrateQueue, queueConnectionFromUrls } from "@longhaul/queue";
import { isStoreFault } from "@longhaul/stores";

export interface MigrateOptions {
  readonly databaseUrl: string;
  /** Null where the queue lives on Postgres. */
  readonly redisUrl: string | null;
  /** Ends the wait for a store that is away. */
  readonly signal?: AbortSignal;
}

export interface MigrateResult {
  /** Names of the ledger's migrations applied now. */
  readonly applied: readonly string[];
  /** What the operator should know of the queue's store. */
  readonly warnings: readonly string[];
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** Brings the ledger and the queue's own tables up to date; waits for a store that is away, and says so. */
export async function migrateAll({ databaseUrl, redisUrl, signal }: MigrateOptions): Promise<MigrateResult> {
  const applied = await onceThere("the database", () => migrate(databaseUrl), signal);
  const queue = queueConnectionFromUrls({ databaseUrl, redisUrl: redisUrl ?? undefined });
  const warnings = await onceThere("the queue's store", () => migrateQueue(queue), signal);
  return { applied, warnings };
}

/** Repeats work until its store is there; what else it fails with is thrown. */
async function onceThere<T>(what: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (err) {
      if (!isStoreFault(err)) throw err;
      process.stderr.write(`${what} is not there yet (${(err as Error).message}); trying again\n`);
    }
    await sleep(pauseMs, undefined, { signal });
  }
}
