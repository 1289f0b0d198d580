import { findStagedMessage, listStagedAttempts, messageStages, type Sql, type StagedMessage } from "@longhaul/db";
import type { LedgerJob, LedgerQueueSource } from "./ledger-queue.ts";
import { attemptLine, stagedQueue, stateOfStage, type StagedState } from "./staged-queue.ts";

/** Mails and Slack messages of all tenants about operations' ends that haven't arrived, as a queue of the board. */
export function notificationQueue(sql: Sql): LedgerQueueSource<StagedState> {
  return stagedQueue(sql, messageStages, toLedgerJob, {
    name: "notifications",
    description:
      "Mails and Slack messages about operations' ends, from the ledger. Delayed ones wait for another attempt.",
    find: async (id) => findStagedMessage(sql, id),
    log: async (id) => (await listStagedAttempts(sql, id)).map((attempt) => attemptLine(attempt)),
  });
}

function toLedgerJob(message: StagedMessage): LedgerJob {
  const { id, kind, channel, recipients, operationId, operation, tenantId, projectId } = message;
  const { status, stage, attempts, maxAttempts, createdAt, nextAttemptAt, lastError } = message;
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
      attempts: `${attempts} of ${maxAttempts}`,
      ...(lastError === null ? {} : { lastError }),
      ...(status === "Pending" ? { nextAttemptAt: nextAttemptAt.toISOString() } : {}),
    },
    createdAt,
    ...(isRetried ? { dueAt: nextAttemptAt } : {}),
    attempts,
    maxAttempts,
    ...(isRetried || stage === "failed" ? { reason: lastError ?? "not sent" } : {}),
  };
}
