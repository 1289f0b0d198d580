import type { WaitingFor } from "@longhaul/contracts";
import { listOpenDependencies, listQuotas, type StatusRecord, type StatusView } from "@longhaul/db";
import { QUOTAS, timeText, type Quota } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";

const MOST_NAMED = 5;

/** What an operation waits for; null when it runs or has ended. */
export async function describeWaiting(
  ctx: Pick<ApiContext, "db" | "queueWatch" | "config">,
  { operation, now }: Pick<StatusView, "operation" | "now">,
): Promise<WaitingFor | null> {
  if (operation.status === "Running") return describeInterruption(operation, now);
  if (operation.status !== "Initiated") return null;
  if (operation.blocked) return describeDependencies(ctx, operation.id);
  return operation.fairTag === -Infinity ? describeHold(ctx, operation) : describePlace(ctx, operation);
}

function describeInterruption({ leaseUntil, nextAttemptAt, attempt }: StatusRecord, now: Date): WaitingFor | null {
  if (leaseUntil !== null && leaseUntil > now) return null;
  if (leaseUntil !== null)
    return {
      reason: "Lease",
      detail: `its worker has not been heard of since ${timeText(leaseUntil)}; another one goes on with it`,
      leaseEnded: timeText(leaseUntil),
    };
  if (nextAttemptAt !== null && nextAttemptAt > now)
    return {
      reason: "NextAttempt",
      detail: `attempt ${attempt + 1} begins at ${timeText(nextAttemptAt)}`,
      attempt: attempt + 1,
      nextAttempt: timeText(nextAttemptAt),
    };
  return { reason: "Queue", detail: "a worker goes on with it as soon as one is free" };
}

async function describeDependencies({ db }: Pick<ApiContext, "db">, operationId: string): Promise<WaitingFor> {
  const open = await listOpenDependencies(db, operationId, MOST_NAMED);
  if (open.length === 0)
    return { reason: "Dependencies", detail: "all that it depends on has completed; it is about to be queued" };
  const dependencies = open.map(({ operationKey, name, status }) => ({ name: operationKey ?? name, status }));
  const names = dependencies.map(({ name, status }) => `${JSON.stringify(name)} (${status})`);
  const openDependencies = open[0]?.total ?? open.length;
  const more = openDependencies - open.length;
  return {
    reason: "Dependencies",
    detail: `it depends on ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}, which ${openDependencies === 1 ? "has" : "have"} not completed`,
    dependencies,
    openDependencies,
  };
}

/** The quotas of what runs that are used up to less than the operation needs, or were a moment ago. */
async function describeHold(
  { db, config }: Pick<ApiContext, "db" | "config">,
  operation: StatusRecord,
): Promise<WaitingFor> {
  const needs: Partial<Record<Quota, number>> = { runningOperations: 1, cpuUnits: operation.cpuUnits };
  const quotas = (await listQuotas(db, operation, config.quotas)).flatMap(({ quota, level, limit, used }) =>
    limit !== null && used + (needs[quota] ?? -Infinity) > limit ? [{ quota, level, limit, used }] : [],
  );
  const parts = quotas.map(
    ({ quota, level, limit, used }) => `its ${level} has ${used} of its ${limit} ${QUOTAS[quota].noun}`,
  );
  const why = parts.length === 0 ? "its tenant was at its quota a moment ago" : `${parts.join(", and ")}: at its quota`;
  return { reason: "Quota", detail: `${why}; it starts within seconds of when there is room for it`, quotas };
}

async function describePlace(
  { queueWatch }: Pick<ApiContext, "queueWatch">,
  operation: StatusRecord,
): Promise<WaitingFor> {
  const snapshot = await queueWatch.current();
  const { ahead, isAtLeast, expectedStart } = snapshot.placeOf(operation);
  const position = ahead + 1;
  const place = {
    position,
    ...(isAtLeast ? { isAtLeast: true } : {}),
    ...(expectedStart === null ? {} : { expectedStart: timeText(expectedStart) }),
  };
  const before = `${isAtLeast ? "at least " : ""}${ahead} before it in the queue`;
  if (!snapshot.workers.some(({ draining }) => !draining))
    return { reason: "NoWorker", detail: `no worker is there to take it; ${before}`, ...place };
  if (!snapshot.hasRoomFor(operation)) {
    const needed = `${operation.cpuUnits} CPU units and ${operation.memoryGb} GB`;
    const nearest = snapshot.nearestRoomFor(operation);
    return {
      reason: "Capacity",
      detail: `no worker has ${needed} free now; ${before}`,
      ...place,
      needs: { cpuUnits: operation.cpuUnits, memoryGB: operation.memoryGb },
      ...(nearest === null ? {} : { free: { cpuUnits: nearest.cpuUnits, memoryGB: nearest.memoryGb } }),
    };
  }
  return { reason: "Queue", detail: before, ...place };
}
