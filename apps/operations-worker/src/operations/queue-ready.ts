import { queueRank } from "@longhaul/domain";
import { operationJob } from "@longhaul/queue";
import type { WorkerContext } from "../context.ts";

/** Puts operations that are ready to run into the queue; a job that it still holds stays as it is. */
export async function queueReady(
  { queues }: Pick<WorkerContext, "queues">,
  ready: readonly (Parameters<typeof operationJob>[0] & { readonly createdAt: Date })[],
): Promise<void> {
  await queues.addMany(
    "operations",
    ready.map((operation) => ({
      data: operationJob(operation),
      priority: queueRank(operation.priority, operation.createdAt),
    })),
  );
}
