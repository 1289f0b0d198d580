import type { QuotaDefaults, ResourceAllocation } from "@longhaul/domain";
import {
  advanceOperations,
  appendLogEntries,
  claimOperations,
  createLockedLane,
  findAllocations,
  writePastLocks,
  writtenLog,
  writtenMove,
  type OperationClaim,
  type ClaimedOperation,
  type Db,
  type LogBatch,
  type Move,
  type WriteOutcome,
  type WrittenLog,
  type WrittenMove,
} from "@longhaul/db";
import { runTogether } from "@longhaul/stores";

/**
 * Takes operations and writes what they do to the ledger. What comes while a write is under way is written together with what else
 * comes, in one transaction: an idle worker's writes wait for nothing, a busy one's cost little more than one. What somebody else has
 * locked waits by itself.
 */
export interface LedgerWriter {
  /** What an operation may use, or null when it isn't there or has ended. */
  findAllocation(operationId: string): Promise<ResourceAllocation | null>;
  /**
   * Takes an operation, or gives null when it isn't to be had.
   * @param options `isBeside` says that only other tenants run something here: it doesn't wait for their claims; `onBytes` gets
   * the claim's share of the bytes sent and received
   */
  claim(
    claim: OperationClaim,
    options: { readonly isBeside: boolean; readonly onBytes: (bytes: number) => void },
  ): Promise<ClaimedOperation | null>;
  /**
   * Resolves when the move is committed, or refused: with false when the caller doesn't own the operation any more, or has
   * written the same before.
   * @param onBytes gets the number of bytes of this move
   */
  write(move: Move, onBytes?: (bytes: number) => void): Promise<boolean>;
  /** Resolves when the entries are committed, or refused since the claim is over. */
  log(batch: LogBatch, onBytes?: (bytes: number) => void): Promise<void>;
}

/** A second run goes on beside one that waits. */
const LIMITS = { maxRuns: 2, maxTogether: 64, besideAfterMs: 50 };

/** Claims of tenants that have nothing else here go beside those of the others, and wait for each other alone. */
const BESIDE_LIMITS = { ...LIMITS, maxRuns: 1 };

/** Logs wait for each other: what is logged meanwhile goes along. */
const LOG_LIMITS = { maxRuns: 1, maxTogether: 16 };

/** Longest move in characters that others may have to wait for. */
const MAX_SHARED = 256_000;

/** Makes the writer of one process. */
export function createLedgerWriter(db: Db, quotas: QuotaDefaults): LedgerWriter {
  const locked = createLockedLane();
  const writeAll = async (given: readonly WrittenMove[]) =>
    writePastLocks(given, async (moves, lockMs) => advanceOperations(db, moves, lockMs), locked);
  const writeShared = runTogether(LIMITS, writeAll);
  const takeAll = async (claims: readonly OperationClaim[], lockMs: number) => {
    let bytes = 0;
    const claimed = await claimOperations(
      db.measured((moved) => (bytes += moved)),
      claims,
      quotas,
      lockMs,
    );
    return claimed.map((operation) => ({ operation, bytes: bytes / claims.length }));
  };
  const claimAll = async (given: readonly OperationClaim[]) => writePastLocks(given, takeAll, locked);
  const claimShared = runTogether(LIMITS, claimAll);
  const claimBeside = runTogether(BESIDE_LIMITS, claimAll);
  const logShared = runTogether(LOG_LIMITS, async (given: readonly WrittenLog[]) =>
    writePastLocks(
      given,
      async (logs, lockMs) => {
        await appendLogEntries(db, logs, { lockMs });
        return logs;
      },
      locked,
    ),
  );
  return {
    findAllocation: runTogether(LIMITS, async (ids: readonly string[]) => findAllocations(db, ids)),
    async claim(claim, { isBeside, onBytes }) {
      const { operation, bytes } = writtenOf(await (isBeside ? claimBeside : claimShared)(claim));
      onBytes(bytes);
      return operation;
    },
    async write(move, onBytes) {
      const given = writtenMove(move);
      onBytes?.(Buffer.byteLength(given.json));
      const outcome = given.json.length > MAX_SHARED ? (await writeAll([given]))[0] : writeShared(given);
      return writtenOf(await outcome).isOwned;
    },
    async log(batch, onBytes) {
      const given = writtenLog(batch);
      onBytes?.(Buffer.byteLength(given.json));
      writtenOf(await logShared(given));
    },
  };
}

/** @throws why it wasn't written */
function writtenOf<Out>(outcome: WriteOutcome<Out> | undefined): Out {
  if (outcome === undefined || "err" in outcome) throw outcome?.err;
  return outcome.written;
}
