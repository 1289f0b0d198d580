import { findLivingOperations } from "@longhaul/db";
import type { WorkerContext } from "../context/context.ts";

/** Jobs of one look. */
const LIMIT = 500;

/**
 * Removes jobs that wait for gates though their operations have ended or are gone: nothing opens these gates any more. Such a job is
 * failed when its operation ends, unless queue or reconciler were away then for long.
 * @returns how many were removed
 */
export async function forgetEndedFlows({
  db,
  queues,
  logger,
}: Pick<WorkerContext, "db" | "queues" | "logger">): Promise<number> {
  let removed = 0;
  for (let kept = 0; ;) {
    const flows = await queues.findWaitingFlows({ limit: LIMIT, offset: kept });
    if (flows.length === 0) break;
    const living = await findLivingOperations(
      db,
      flows.map(({ operationId }) => operationId),
    );
    const ended = flows.filter(({ operationId }) => !living.has(operationId));
    const gone = await queues.removeWaitingFlows(ended.map(({ jobId }) => jobId));
    removed += gone.length;
    kept += flows.length - gone.length;
  }
  if (removed > 0) logger.warn({ removed }, "jobs removed that waited for gates of operations that had ended");
  return removed;
}
