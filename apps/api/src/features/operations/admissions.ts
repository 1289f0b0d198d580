import { queueRank, type Priority } from "@longhaul/domain";
import type { Queues } from "@longhaul/queue";
import type { Logger } from "@longhaul/runtime";

/** An operation that has been accepted and may start. */
export interface Admission {
  readonly operationId: string;
  readonly priority: Priority;
  readonly createdAt: Date;
}

/** Hands accepted operations to the queue. */
export interface Admissions {
  /** Returns at once. What the queue doesn't take is told to the log; the reconciler admits it again. */
  admit(admission: Admission): void;
  /** Resolves when everything that was admitted so far has been handed over, or given up. */
  settled(): Promise<void>;
}

/** Those that are accepted while a hand-over is under way go together in the next one. */
export function createAdmissions(queues: Pick<Queues, "addMany">, logger: Logger): Admissions {
  let waiting: Admission[] = [];
  let handingOver: Promise<void> | null = null;

  const handOver = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await queues.addMany("operations", batch.map(toJob)).catch((err: unknown) => {
        const operationIds = batch.map((admission) => admission.operationId);
        logger.warn({ err, operationIds }, "not queued; the reconciler will");
      });
    }
    handingOver = null;
  };

  return {
    admit(admission) {
      waiting.push(admission);
      handingOver ??= handOver();
    },
    settled: async () => handingOver ?? undefined,
  };
}

function toJob({ operationId, priority, createdAt }: Admission) {
  return { data: { operationId, epoch: 0 }, priority: queueRank(priority, createdAt) };
}
