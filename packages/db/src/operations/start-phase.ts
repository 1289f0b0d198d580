import type { Sql } from "../client.ts";
import { advanceOperation } from "./advance-operations.ts";

/**
 * Begins a phase, again or for the first time; later phases become Pending.
 * @returns false when the caller no longer owns the operation
 */
export async function startPhase(
  sql: Sql,
  { phaseIdx, ...owned }: { operationId: string; epoch: number; phaseIdx: number; leaseMs: number },
): Promise<boolean> {
  return advanceOperation(sql, { ...owned, start: phaseIdx });
}
