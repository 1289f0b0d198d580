import type { Message } from "@longhaul/db";
import { durationText, isTerminal } from "@longhaul/domain";
import type { OperationNotice } from "@longhaul/notifications";

/**
 * What a message says of its operation's end.
 * @param publicUrl where the API is reached; without it there is no link
 */
export function describeEnd(message: Message, publicUrl: string | undefined): OperationNotice {
  const { operationStatus: status, startedAt, endedAt } = message;
  if (!isTerminal(status)) {
    throw new Error(`a message about an operation that is ${status}`);
  }
  const path = `/api/${message.tenantId}/${message.projectId}/async/operation/${message.operationId}`;
  return {
    operationId: message.operationId,
    operationName: message.operationName,
    operationType: message.operationType,
    status,
    startedAt,
    endedAt,
    duration: startedAt === null ? null : durationText(Math.max(0, (endedAt.getTime() - startedAt.getTime()) / 1000)),
    reason: message.error?.message ?? message.cancellation?.reason ?? null,
    phase: message.error?.phase ?? message.cancellation?.phase ?? null,
    url: publicUrl === undefined ? null : new URL(status === "Completed" ? `${path}/results` : path, publicUrl).href,
  };
}
