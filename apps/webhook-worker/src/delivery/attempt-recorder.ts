import {
  createLockedLane,
  isDataRefusal,
  recordAttempts,
  writePastLocks,
  type AttemptRecord,
  type Db,
  type LanePolicy,
  type RecordedAttempts,
} from "@longhaul/db";
import { runTogether } from "@longhaul/stores";

export interface AttemptRecorder {
  /** Resolves when the attempt is committed: false when the delivery was no longer ours. */
  record(attempt: AttemptRecord): Promise<boolean>;
}

export interface AttemptRecorderOptions {
  readonly db: Db;
  readonly policy: LanePolicy;
  readonly onDisabled: (disabled: RecordedAttempts["disabled"][number]) => void;
}

const LIMITS = { maxRuns: 1, maxTogether: 200 };

/**
 * Records attempts in batches: attempts that end while a batch is being committed form the next one. The busier the worker, the less
 * each costs. An attempt at a delivery that somebody else has locked waits by itself.
 */
export function createAttemptRecorder({ db, policy, onDisabled }: AttemptRecorderOptions): AttemptRecorder {
  const locked = createLockedLane();
  const recordAll = async (given: readonly AttemptRecord[], lockMs: number): Promise<boolean[]> => {
    const { kept, disabled } = await recordAttempts(db, given, policy, lockMs);
    disabled.forEach(onDisabled);
    return given.map(({ deliveryId }) => kept.has(deliveryId));
  };
  const together = runTogether(LIMITS, async (attempts: readonly AttemptRecord[]) =>
    writePastLocks(attempts, recordAll, locked),
  );
  const record = async (attempt: AttemptRecord): Promise<boolean> => {
    const outcome = await together(attempt);
    if ("err" in outcome) throw outcome.err;
    return outcome.written;
  };
  return {
    async record(attempt) {
      try {
        return await record(attempt);
      } catch (err) {
        // Postgres can't store the endpoint's answer; the state of the delivery must be recorded all the same.
        if (!isDataRefusal(err)) throw err;
        return record(withoutAnswer(attempt));
      }
    },
  };
}

function withoutAnswer(attempt: AttemptRecord): AttemptRecord {
  const { responseExcerpt: _, statusCode: __, ...rest } = attempt;
  return { ...rest, durationMs: 0, error: "what came of the attempt could not be kept" };
}
