import {
  advanceOperations,
  claimOperations,
  writtenCommit,
  writtenMove,
  type ClaimedOperation,
  type Move,
  type OperationClaim,
  type PhaseOutputs,
} from "@longhaul/db";
import type { QuotaDefaults } from "@longhaul/domain";

/** Those who write to the ledger. */
type Sql = Parameters<typeof advanceOperations>[0];

/** What says that a caller owns an operation, and for how long from now on. */
type Owned = Required<Pick<Move, "operationId" | "epoch" | "leaseMs">>;

/** A phase's output with the claim that it was made under. */
export type PhaseCommit = PhaseOutputs & Owned;

/** Takes one operation, as a worker takes many. */
export async function claimOperation(
  sql: Sql,
  claim: OperationClaim,
  defaults?: QuotaDefaults,
): Promise<ClaimedOperation | null> {
  return (await claimOperations(sql, [claim], defaults))[0] ?? null;
}

/** Begins a phase, by a move of its own. @returns false when the caller no longer owns the operation */
export const startPhase = async (
  sql: Sql,
  { phaseIdx, ...owned }: Owned & { readonly phaseIdx: number },
): Promise<boolean> => moveOne(sql, { ...owned, start: phaseIdx });

/**
 * Applies a phase's output, by a move of its own.
 * @returns false when the caller no longer owns the operation, or the phase was committed already
 */
export const commitPhase = async (
  sql: Sql,
  { operationId, epoch, leaseMs, ...commit }: PhaseCommit,
): Promise<boolean> => moveOne(sql, { operationId, epoch, leaseMs, commits: [writtenCommit(commit)] });

async function moveOne(sql: Sql, move: Move): Promise<boolean> {
  const [moved] = await advanceOperations(sql, [writtenMove(move)]);
  return moved?.isOwned === true;
}
