import type { BatchStatus, FailurePolicy } from "@longhaul/domain";
import type { Batch } from "../../generated/client.ts";
import { camelRow, omitting, type ModelRow } from "../model-row.ts";
import type { Cancellation } from "../operations/operation-record.ts";

/** URLs that a batch's events go to. */
export interface BatchCallbacks {
  readonly onBatchStart?: string;
  readonly onOperationComplete?: string;
  readonly onBatchComplete?: string;
}

/** Columns that only statements of their own read. */
const UNREAD = ["eventSeq", "freeing"] as const satisfies readonly (keyof Batch)[];

/** One row of `batches`. */
export type BatchRecord = ModelRow<
  Batch,
  {
    readonly status: BatchStatus;
    readonly failurePolicy: FailurePolicy;
    readonly callbacks: BatchCallbacks | null;
    readonly cancellation: Partial<Cancellation> | null;
  },
  (typeof UNREAD)[number]
>;

export const OMITTED = omitting(UNREAD);

/** Reads a row of `batches`. */
export const toBatchRecord = (row: Record<string, unknown>): BatchRecord => camelRow(row) as unknown as BatchRecord;
