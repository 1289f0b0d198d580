import { FIRST_RANK } from "@longhaul/domain";
import { readyJob, type Queues } from "@longhaul/queue";

/** An operation and what says where it goes. What has run before goes first: it has had its turn. */
type Queued = Parameters<typeof readyJob>[0] & { readonly hasRun?: boolean };

/** Puts operations that are ready to run into the queue: the only way on for those that wait for others, once the ledger has freed them. */
export async function queueReady({ queues }: { readonly queues: Queues }, ready: readonly Queued[]): Promise<void> {
  await queues.addReady(
    ready.map((operation) => ({
      ...readyJob(operation),
      ...(operation.hasRun === true ? { priority: FIRST_RANK } : {}),
    })),
  );
}
