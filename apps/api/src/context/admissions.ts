import { setTimeout as sleep } from "node:timers/promises";
import type { FairPlace } from "@longhaul/db";
import { readyJob, type operationJob, type Queues } from "@longhaul/queue";
import type { Logger } from "@longhaul/runtime";

/** An operation that has been accepted and may start. */
export type Admission = Omit<Parameters<typeof operationJob>[0], "epoch"> & FairPlace;

/** Hands accepted operations to the queue. */
export interface Admissions {
  /**
   * Returns at once. What is far behind in the fair order is left to the reconciler, and so is, with a word in the log, what
   * the queue doesn't take.
   */
  admit(admission: Admission): void;
  /** Resolves when everything that was admitted so far has been handed over, or given up. No more pauses from now on. */
  settled(): Promise<void>;
}

/** Under load there is a pause between hand-overs, as a multiple of what one took, so that each takes more along. */
const PAUSE_SHARE = 4;
const MAX_PAUSE_MS = 50;

/** An operation alone is handed over at once; those that are accepted in the meantime go together in the next hand-over. */
export function createAdmissions(queues: Pick<Queues, "addMany">, logger: Logger): Admissions {
  let waiting: Admission[] = [];
  let handingOver: Promise<void> | null = null;
  const closing = new AbortController();

  const add = async (batch: readonly Admission[]): Promise<void> => {
    await queues.addMany("operations", batch.map(toJob)).catch((err: unknown) => {
      logger.warn({ err, operationIds: batch.map(({ id }) => id) }, "not queued; the reconciler will");
    });
  };
  const handOver = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const begun = performance.now();
      await add(batch);
      if (waiting.length === 0) break;
      const pauseMs = Math.min(MAX_PAUSE_MS, PAUSE_SHARE * (performance.now() - begun));
      await sleep(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
    handingOver = null;
  };

  return {
    admit(admission) {
      if (!admission.isAdmitted) return;
      waiting.push(admission);
      handingOver ??= handOver();
    },
    async settled() {
      closing.abort();
      await handingOver;
    },
  };
}

const toJob = (admission: Admission) => ({ ...readyJob({ ...admission, epoch: 0 }), isNew: true });
