import { isStoreFault } from "@longhaul/stores";
import { QueueError } from "./queue-error.ts";
import type { QueueErrorCode } from "./queue-error.ts";

/** BullMQ's ErrorCode: job not there, lock not there, not in the expected state, lock of another worker. */
const jobLostCodes: ReadonlySet<unknown> = new Set([-1, -2, -3, -6]);

/** BullMQ reports a failed lock renewal by its message only. */
const renewalFailed = /^could not renew lock for job (?<jobId>.+)$/;

/** Whether a command failed because the store has no job of that id. */
export const isUnknownJob = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "code" in cause && cause.code === -1;

/** Classifies what BullMQ, pg and ioredis throw or emit. */
export function toQueueError(
  cause: unknown,
  about: { readonly queueName?: string | undefined; readonly jobId?: string | undefined } = {},
): QueueError {
  if (cause instanceof QueueError) return cause;
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const renewal = renewalFailed.exec(error.message);
  const jobId = about.jobId ?? renewal?.groups?.["jobId"];
  return new QueueError(renewal ? "job-lost" : codeOf(error), error.message || error.name, { ...about, jobId, cause });
}

function codeOf(error: Error): QueueErrorCode {
  const code = "code" in error ? error.code : undefined;
  if (jobLostCodes.has(code)) return "job-lost";
  return isStoreFault(error) ? "store-unavailable" : "unexpected";
}
