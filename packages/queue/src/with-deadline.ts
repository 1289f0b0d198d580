import { within } from "@longhaul/domain";
import { QueueError } from "./queue-error.ts";

/** Rejects with `store-unavailable` when the work takes longer. */
export const withDeadline = async <Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> =>
  within(
    timeoutMs,
    work,
    () => new QueueError("store-unavailable", `the queue's store did not answer within ${timeoutMs} ms`),
  );
