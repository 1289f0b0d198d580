import { listGatesOf, type ReadyOperation } from "@longhaul/db";
import { jobCatalog } from "@longhaul/queue";
import type { WorkerContext } from "../context/context.ts";

/** An operation of a batch whose gates should have opened this long ago goes in without them. */
const STUCK_MS = 10_000;

/** Most freed operations whose gates one round looks after. */
const FREED_LIMIT = 200;

/** Id of an operation's job in the queue. */
export const jobIdOf = ({ id, epoch }: ReadyOperation): string =>
  jobCatalog.operations.jobId({ operationId: id, epoch });

/** Wakes the gates of operations that may run; where that has not helped, forgets them, so that the job can be added plainly. */
export async function forgetStuckFlows(
  { db, queues, logger }: Pick<WorkerContext, "db" | "queues" | "logger">,
  ready: readonly ReadyOperation[],
): Promise<void> {
  const freed = ready.filter((operation) => operation.unblockedMs !== null).slice(0, FREED_LIMIT);
  if (freed.length === 0) return;
  const parked = new Set(await queues.findWaitingFlows(freed.map(jobIdOf)));
  // Those whose gates have opened only wait for a worker.
  const closed = freed.filter((operation) => parked.has(jobIdOf(operation)));
  if (closed.length === 0) return;
  await queues.wakeGates(
    await listGatesOf(
      db,
      closed.map((operation) => operation.id),
    ),
  );
  const stuck = closed.filter(({ unblockedMs }) => (unblockedMs ?? 0) > STUCK_MS);
  const forgotten = await queues.removeWaitingFlows(stuck.map(jobIdOf));
  if (forgotten.length > 0) logger.warn({ jobIds: forgotten }, "flows with lost gates replaced by plain jobs");
}
