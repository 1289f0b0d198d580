import { migrate } from "@longhaul/db";
import { migrateQueue, queueConnectionFromUrls } from "@longhaul/queue";

export interface MigrateOptions {
  readonly databaseUrl: string;
  /** Null where the queue lives on Postgres. */
  readonly redisUrl: string | null;
}

export interface MigrateResult {
  /** Names of the ledger's migrations applied now. */
  readonly applied: readonly string[];
  /** What the operator should know of the queue's store. */
  readonly warnings: readonly string[];
}

/** Brings the ledger and the queue's own tables up to date. */
export async function migrateAll({ databaseUrl, redisUrl }: MigrateOptions): Promise<MigrateResult> {
  const applied = await migrate(databaseUrl);
  const warnings = await migrateQueue(queueConnectionFromUrls({ databaseUrl, redisUrl: redisUrl ?? undefined }));
  return { applied, warnings };
}
