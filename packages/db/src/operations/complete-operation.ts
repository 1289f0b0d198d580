import type { Sql } from "../client.ts";
import { advanceOperation } from "./advance-operations.ts";
import type { ResourceUsage } from "./operation-record.ts";

/** The end of an operation whose phases are all completed, as the holder of its lease tells it. */
export interface Completion {
  readonly operationId: string;
  readonly epoch: number;
  readonly summary: Record<string, unknown>;
  readonly usage?: ResourceUsage;
}

/**
 * Ends an operation as Completed; all its phases must be.
 * @returns false when the caller no longer owns the operation
 */
export async function completeOperation(sql: Sql, { operationId, epoch, ...complete }: Completion): Promise<boolean> {
  return advanceOperation(sql, { operationId, epoch, complete });
}
