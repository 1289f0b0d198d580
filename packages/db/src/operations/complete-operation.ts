import type { Sql } from "../client.ts";
import { advanceOperation, advanceOperations, writtenMove, type Move, type Moved } from "./advance-operations.ts";
import type { ResourceUsage } from "./operation-record.ts";

/** The end of an operation whose phases are all completed, as the holder of its lease tells it. */
export interface Completion {
  readonly operationId: string;
  readonly epoch: number;
  readonly summary: Record<string, unknown>;
  readonly usage?: ResourceUsage;
}

const toMove = ({ operationId, epoch, ...complete }: Completion): Move => ({ operationId, epoch, complete });

/**
 * Ends an operation as Completed; all its phases must be.
 * @returns false when the caller no longer owns the operation
 */
export async function completeOperation(sql: Sql, end: Completion): Promise<boolean> {
  return advanceOperation(sql, toMove(end));
}

/** The same for many in one transaction: what follows for their batches is found out once. In the order given. */
export async function completeOperations(sql: Sql, ends: readonly Completion[]): Promise<Moved[]> {
  return advanceOperations(
    sql,
    ends.map((end) => writtenMove(toMove(end))),
  );
}
