import type { Sql } from "../client.ts";
import { advanceOperation, writtenCommit, type PhaseOutputs } from "./advance-operations.ts";

/** A phase's output with the claim that it was made under. */
export interface PhaseCommit extends PhaseOutputs {
  readonly operationId: string;
  readonly epoch: number;
  readonly leaseMs: number;
}

/**
 * Applies a phase's output once.
 * @returns false when the caller no longer owns the operation, or the phase was committed already
 */
export async function commitPhase(sql: Sql, { operationId, epoch, leaseMs, ...commit }: PhaseCommit): Promise<boolean> {
  return advanceOperation(sql, { operationId, epoch, leaseMs, commits: [writtenCommit(commit)] });
}
