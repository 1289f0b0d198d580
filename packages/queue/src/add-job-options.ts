import type { JobsOptions } from "bullmq";
import { QueueError } from "./queue-error.ts";
import type { QueueName } from "./job-catalog.ts";
import { lowestPriority } from "./queue-settings.ts";

/** How a job is added. */
export type AddJobOptions = {
  /** The catalog's id for the data when left out. No `:`, and not an integer. */
  readonly jobId?: string;
  /** 1 (first) to 2,097,151 (last, and what a job without a priority gets). Equal priorities go first in, first out. */
  readonly priority?: number;
  /** Not before this many milliseconds from now. */
  readonly delayMs?: number;
  /** No job of this id has ever finished, so that none is looked for: that would take another round trip. */
  readonly isNew?: boolean;
};

/** Checks the options and puts them into BullMQ's words. One attempt: retries are the ledger's. */
export function toJobsOptions(
  queueName: QueueName,
  jobId: string,
  { priority = lowestPriority, delayMs = 0 }: AddJobOptions,
): JobsOptions & { readonly jobId: string } {
  const refuse = (message: string): never => {
    throw new QueueError("invalid-job", message, { queueName, jobId });
  };
  if (jobId === "" || jobId.includes(":") || /^[+-]?\d+$/.test(jobId)) {
    refuse(`a job id must be a text without ":" that is no integer`);
  }
  if (!Number.isInteger(priority) || priority < 1 || priority > lowestPriority) {
    refuse(`a priority must be an integer from 1 to ${lowestPriority}`);
  }
  if (!Number.isFinite(delayMs) || delayMs < 0) refuse("a delay must be 0 ms or more");
  return { jobId, priority, attempts: 1, ...(delayMs > 0 ? { delay: Math.ceil(delayMs) } : {}) };
}
