import type { ReadyOperation } from "@longhaul/db";
import { FIRST_RANK, queueRank } from "@longhaul/domain";
import { operationJob, type Queues } from "@longhaul/queue";

/** An operation and what says where it goes. What has run before goes first: it has had its turn. */
type Queued = Parameters<typeof operationJob>[0] & Pick<ReadyOperation, "fairTag"> & { readonly hasRun?: boolean };

/** Puts operations that are ready to run into the queue: the only way on for those that wait for others, once the ledger has freed them. */
export async function queueReady({ queues }: { readonly queues: Queues }, ready: readonly Queued[]): Promise<void> {
  await queues.addReady(
    ready.map((operation) => ({
      data: operationJob(operation),
      priority: operation.hasRun === true ? FIRST_RANK : queueRank(operation.priority, operation.fairTag),
    })),
  );
}
