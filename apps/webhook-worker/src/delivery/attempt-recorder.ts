import { recordAttempts, type AttemptRecord, type Db, type LanePolicy, type RecordedAttempts } from "@longhaul/db";

export interface AttemptRecorder {
  /** Resolves when the attempt is committed: false when the delivery was no longer ours. */
  record(attempt: AttemptRecord): Promise<boolean>;
}

export interface AttemptRecorderOptions {
  readonly db: Db;
  readonly policy: LanePolicy;
  readonly onDisabled: (disabled: RecordedAttempts["disabled"][number]) => void;
}

interface Waiting {
  readonly attempt: AttemptRecord;
  readonly resolve: (isKept: boolean) => void;
  readonly reject: (err: unknown) => void;
}

const MAX_BATCH = 200;

/**
 * Records attempts in batches: what comes while a batch is being committed makes the next one, so that the busier it
 * is, the less each costs. When a batch fails its attempts are tried one by one: one can't take the others with it.
 */
export function createAttemptRecorder({ db, policy, onDisabled }: AttemptRecorderOptions): AttemptRecorder {
  const waiting: Waiting[] = [];
  let isFlushing = false;

  const commit = async (batch: readonly Waiting[]): Promise<void> => {
    const { kept, disabled } = await recordAttempts(
      db,
      batch.map((item) => item.attempt),
      policy,
    );
    disabled.forEach(onDisabled);
    for (const { attempt, resolve } of batch) resolve(kept.has(attempt.deliveryId));
  };
  const flush = async (): Promise<void> => {
    isFlushing = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH);
      await commit(batch).catch(async () => {
        for (const item of batch) await commit([item]).catch(item.reject);
      });
    }
    isFlushing = false;
  };

  return {
    record: (attempt) =>
      new Promise((resolve, reject) => {
        waiting.push({ attempt, resolve, reject });
        if (!isFlushing) void flush();
      }),
  };
}
