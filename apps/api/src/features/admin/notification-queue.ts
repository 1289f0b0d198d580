import { findStagedNotification, notificationStages, type Sql, type StagedNotification } from "@longhaul/db";
import { NOTIFICATION_ATTEMPTS } from "@longhaul/domain";
import type { LedgerJob, LedgerQueueSource } from "./ledger-queue.ts";
import { stagedQueue, stateOfStage, type StagedState } from "./staged-queue.ts";

/** Mails and Slack messages of all tenants about operations' ends that haven't arrived, as a queue of the board. */
export function notificationQueue(sql: Sql): LedgerQueueSource<StagedState> {
  return stagedQueue(sql, notificationStages, toLedgerJob, {
    name: "notifications",
    description:
      "Mails and Slack messages about operations' ends, from the ledger. Delayed ones wait for another attempt.",
    find: async (id) => findStagedNotification(sql, id),
    async log(id) {
      const lastError = (await findStagedNotification(sql, id))?.lastError ?? null;
      return lastError === null ? [] : [`the last attempt: ${lastError}`];
    },
  });
}

function toLedgerJob(message: StagedNotification): LedgerJob {
  const { id, kind, channel, recipients, operationId, operation, tenantId, projectId } = message;
  const { status, stage, attempts, createdAt, nextAttemptAt, lastError } = message;
  const isRetried = stage === "retrying";
  return {
    id,
    name: kind,
    state: stateOfStage(stage),
    data: {
      ...(channel === null ? {} : { channel }),
      recipients,
      operationId,
      operationType: operation.type,
      operationName: operation.name,
      operationStatus: operation.status,
      tenantId,
      projectId,
      status,
      attempts: `${attempts} of ${NOTIFICATION_ATTEMPTS}`,
      ...(lastError === null ? {} : { lastError }),
      ...(status === "Pending" ? { nextAttemptAt: nextAttemptAt.toISOString() } : {}),
    },
    createdAt,
    ...(isRetried ? { dueAt: nextAttemptAt } : {}),
    attempts,
    maxAttempts: NOTIFICATION_ATTEMPTS,
    ...(isRetried || stage === "failed" ? { reason: lastError ?? "not sent" } : {}),
  };
}
