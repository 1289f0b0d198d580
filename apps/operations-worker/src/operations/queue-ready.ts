import { queueRank, type Priority } from "@longhaul/domain";
import type { WorkerContext } from "../context.ts";

/** Puts operations that are ready to run into the queue; a job that it still holds stays as it is. */
export async function queueReady(
  { queues }: Pick<WorkerContext, "queues">,
  ready: readonly {
    readonly id: string;
    readonly epoch: number;
    readonly priority: Priority;
    readonly createdAt: Date;
  }[],
): Promise<void> {
  await queues.addMany(
    "operations",
    ready.map(({ id, epoch, priority, createdAt }) => ({
      data: { operationId: id, epoch },
      priority: queueRank(priority, createdAt),
    })),
  );
}
