import type { BatchStatus, FailurePolicy } from "@longhaul/domain";
import { camelRow } from "../camel-row.ts";
import type { Cancellation } from "../operations/operation-record.ts";

/** URLs that a batch's events go to. */
export interface BatchCallbacks {
  readonly onBatchStart?: string;
  readonly onOperationComplete?: string;
  readonly onBatchComplete?: string;
}

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
