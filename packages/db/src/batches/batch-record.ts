import { camelRow } from "../camel-row.ts";
import type { Cancellation } from "../operations/operation-record.ts";

/** What becomes of a batch when an operation of it fails. */
export interface FailurePolicy {
  /** Nothing new starts; what waits is cancelled, what runs may finish. */
  readonly stopOnFirstFailure: boolean;
  /** Whether operations that don't depend on the failed one go on. */
  readonly continueIndependentOperations: boolean;
  /** Whether operations get automatic attempts before they count as failed. */
  readonly retryFailedOperations: boolean;
}

/** URLs that a batch's events go to. */
export interface BatchCallbacks {
  readonly onBatchStart?: string;
  readonly onOperationComplete?: string;
  readonly onBatchComplete?: string;
}

export type BatchStatus =
  | "Initiated"
  | "Running"
  | "Completed"
  | "Failed"
  | "Cancelled"
  | "Timeout"
  | "PartiallyCompleted";

/** One row of `batches`. */
export interface BatchRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: BatchStatus;
  readonly failurePolicy: FailurePolicy;
  readonly callbacks: BatchCallbacks | null;
  readonly totalCount: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly version: number;
  readonly cancellation: Partial<Cancellation> | null;
}

/** Reads a row of `batches`. */
export const toBatchRecord = (row: Record<string, unknown>): BatchRecord => camelRow(row) as unknown as BatchRecord;
