import { listUnsuccessfulEnds, type Db, type EventNotice, type OperationState } from "@longhaul/db";
import { jobCatalog, type Queues } from "@longhaul/queue";
import { endReason } from "./end-reason.ts";

/** Without notices, the ledger is queried this often, in case a notice was missed. */
const UNHEARD_MS = 10_000;

/** A transaction may commit later than the time that it wrote. */
const OVERLAP_MS = 5_000;

/** How far the first look goes back, to make up for a reconciler that died. */
const FIRST_LOOK_MS = 3_600_000;

/** Rows of one statement. */
const LIMIT = 500;

/** Fails the jobs of operations that ended while no worker had them: cancelled, timed out, or left behind by their batch. */
export interface EndedJobs {
  /** Whether there is something to look for. */
  hear(notice: Pick<EventNotice, "type">): void;
  /** Finds them in the ledger and fails their jobs. @returns how many it found */
  settle(): Promise<number>;
}

export function createEndedJobs({ db, queues }: { readonly db: Db; readonly queues: Queues }): EndedJobs {
  let lookedAt = performance.now() - FIRST_LOOK_MS;
  let heard = true;
  let settled = new Set<string>();

  return {
    hear({ type }) {
      heard ||= type === "operation.cancelled" || type === "operation.failed";
    },
    async settle() {
      const now = performance.now();
      if (!heard && now - lookedAt < UNHEARD_MS) return 0;
      heard = false;
      try {
        const withinMs = now - lookedAt + OVERLAP_MS;
        const found = new Set<string>();
        let failed = 0;
        for (let offset = 0; offset % LIMIT === 0;) {
          const ended = await listUnsuccessfulEnds(db, { withinMs, limit: LIMIT, offset });
          if (ended.length === 0) break;
          const unsettled = ended.filter(({ id }) => !settled.has(id) && !found.has(id));
          await failJobs(queues, unsettled);
          failed += unsettled.length;
          for (const { id } of ended) found.add(id);
          offset += ended.length;
        }
        settled = found;
        lookedAt = now;
        return failed;
      } catch (err) {
        heard = true;
        throw err;
      }
    },
  };
}

async function failJobs(queues: Queues, ended: readonly OperationState[]): Promise<void> {
  if (ended.length === 0) return;
  await queues.failWaiting(
    ended.map((operation) => ({
      // The end of an operation that no worker has raises its epoch, or not.
      jobIds: [operation.epoch - 1, operation.epoch].map((epoch) =>
        jobCatalog.operations.jobId({ operationId: operation.id, epoch }),
      ),
      reason: endReason(operation),
    })),
  );
}
