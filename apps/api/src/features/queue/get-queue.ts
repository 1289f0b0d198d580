import type { Request, Response } from "express";
import { countWaiting, listWaitingOperations, MOST_COUNTED, type LiveWorker, type WaitingCount } from "@longhaul/db";
import { durationText, PRIORITIES, timeText } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { scopeOf } from "../../http/request-scope.ts";

const MOST_LISTED = 50;

/**
 * GET …/async/queue: what of the project waits, where it stands among everybody's, and the workers. Of other tenants
 * only their number before the project's own is shown.
 */
export function getQueue(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    const [counts, operations, queue] = await Promise.all([
      countWaiting(ctx.db, scope),
      listWaitingOperations(ctx.db, scope, MOST_LISTED),
      ctx.queueWatch.current(),
    ]);
    const placed = operations
      // What a quota holds has no place until there is room for it.
      .filter(({ fairTag }) => fairTag > -Infinity)
      .map((operation) => ({ operation, place: queue.placeOf(operation) }))
      .toSorted((a, b) => a.place.ahead - b.place.ahead);
    res.json({
      waiting: presentCounts(counts, queue.now),
      workers: queue.workers.map(presentWorker),
      operations: placed.map(({ operation, place }) => ({
        operationId: operation.id,
        operationType: operation.type,
        operationName: operation.name,
        priority: operation.priority,
        position: place.ahead + 1,
        ...(place.isAtLeast ? { isAtLeast: true } : {}),
        ...(place.expectedStart === null ? {} : { expectedStart: timeText(place.expectedStart) }),
        dateCreated: timeText(operation.createdAt),
      })),
    });
  };
}

function presentCounts(counts: readonly WaitingCount[], now: Date): Record<string, unknown> {
  const sum = (pick: (count: WaitingCount) => number): number =>
    counts.reduce((total, count) => total + pick(count), 0);
  const [ready, blocked] = [sum((count) => count.ready), sum((count) => count.blocked)];
  const total = ready + blocked;
  const oldest = counts.map((count) => count.oldest).toSorted((a, b) => a.getTime() - b.getTime())[0];
  const waits =
    oldest === undefined
      ? {}
      : {
          oldestSince: timeText(oldest),
          oldestWait: durationText(Math.max(0, (now.getTime() - oldest.getTime()) / 1000)),
          averageWait: durationText(Math.max(0, sum((count) => count.waitedSec) / total)),
        };
  return {
    total,
    ...(total >= MOST_COUNTED ? { isAtLeast: true } : {}),
    ready,
    blocked,
    byPriority: Object.fromEntries(
      PRIORITIES.map((priority) => {
        const count = counts.find((one) => one.priority === priority);
        return [priority, (count?.ready ?? 0) + (count?.blocked ?? 0)];
      }),
    ),
    ...waits,
  };
}

const rounded = (value: number): number => Math.round(100 * value) / 100;

const presentWorker = (worker: LiveWorker): Record<string, unknown> => ({
  name: worker.name,
  status: worker.draining ? "Draining" : "Active",
  operations: worker.operations,
  cpuUnits: { total: worker.cpuUnits, used: rounded(worker.usedCpu) },
  memoryGB: { total: worker.memoryGb, used: rounded(worker.usedMemory) },
  load: Math.round(100 * Math.max(worker.usedCpu / worker.cpuUnits, worker.usedMemory / worker.memoryGb)),
  ...(worker.version === null ? {} : { version: worker.version }),
  lastSeen: timeText(worker.seenAt),
});
