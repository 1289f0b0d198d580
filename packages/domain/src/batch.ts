import { OPERATION_STATUSES } from "./operation-status.ts";

/** Statuses of a batch. PartiallyCompleted: some of its operations completed, others did not. */
export const BATCH_STATUSES = [...OPERATION_STATUSES, "PartiallyCompleted"] as const;
export type BatchStatus = (typeof BATCH_STATUSES)[number];

/** How a batch goes on when one of its operations fails. */
export interface FailurePolicy {
  /** Nothing new starts; what waits is cancelled, what runs may finish. */
  readonly stopOnFirstFailure: boolean;
  /** Whether operations that don't depend on the failed one go on. */
  readonly continueIndependentOperations: boolean;
  /** Whether operations get automatic attempts before they count as failed. */
  readonly retryFailedOperations: boolean;
}
