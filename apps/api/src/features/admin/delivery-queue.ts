import {
  findStagedDelivery,
  listStagedAttempts,
  deliveryStages,
  type DeliveryRecord,
  type Sql,
  type StagedAttempt,
  type StagedDelivery,
} from "@longhaul/db";
import type { LedgerJob, LedgerQueueSource } from "./ledger-queue.ts";
import { attemptLine, stagedQueue, type StagedState } from "./staged-queue.ts";

/** Deliveries to webhooks and callbacks of all tenants that haven't arrived, as a queue of the board. */
export function deliveryQueue(sql: Sql): LedgerQueueSource<StagedState> {
  return stagedQueue(sql, deliveryStages, toLedgerJob, {
    name: "deliveries",
    description: "Webhooks' and callbacks' deliveries, from the ledger. Delayed ones wait for another attempt.",
    find: async (id) => findStagedDelivery(sql, id),
    log: async (id) => (await listStagedAttempts(sql, id)).map(logLine),
  });
}

function toLedgerJob(delivery: StagedDelivery): LedgerJob {
  const { id, eventType, status, attempts, maxAttempts, createdAt, endedAt, lastStatusCode, lastError } = delivery;
  const { origin, destination, operationId, batchId, tenantId, projectId, nextAttemptAt } = delivery;
  const isRetried = status === "Pending" && attempts > 0;
  return {
    id,
    name: eventType,
    state: stateOf(status, isRetried),
    data: {
      origin,
      destination,
      ...(operationId === null ? {} : { operationId }),
      ...(batchId === null ? {} : { batchId }),
      tenantId,
      projectId,
      status,
      attempts: `${attempts} of ${maxAttempts}`,
      ...(lastStatusCode === null ? {} : { lastAnswer: lastStatusCode }),
      ...(lastError === null ? {} : { lastError }),
      ...(status === "Pending" ? { nextAttemptAt: nextAttemptAt.toISOString() } : {}),
    },
    createdAt,
    ...(isRetried ? { dueAt: nextAttemptAt } : {}),
    endedAt,
    attempts,
    maxAttempts,
    ...(isRetried || status === "Failed" ? { reason: reasonOf(delivery) } : {}),
  };
}

function stateOf(status: DeliveryRecord["status"], isRetried: boolean): LedgerJob["state"] {
  if (status === "Pending") return isRetried ? "delayed" : "waiting";
  if (status === "InFlight") return "active";
  return status === "Failed" ? "failed" : "completed";
}

function reasonOf({ lastStatusCode, lastError }: Pick<StagedDelivery, "lastStatusCode" | "lastError">): string {
  return lastError ?? (lastStatusCode === null ? "not sent" : `the receiver answered ${lastStatusCode}`);
}

const logLine = (attempt: StagedAttempt): string =>
  attemptLine(attempt, attempt.statusCode === null ? "no answer" : `answer ${attempt.statusCode}`);
