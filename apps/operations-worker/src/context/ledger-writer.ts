import type { QuotaDefaults, ResourceAllocation } from "@longhaul/domain";
import {
  advanceOperations,
  appendLogEntries,
  claimOperations,
  findAllocations,
  writeTogether,
  writtenLog,
  writtenMove,
  type OperationClaim,
  type ClaimedOperation,
  type Db,
  type LogBatch,
  type Move,
  type WrittenLog,
  type WrittenMove,
} from "@longhaul/db";
import { runTogether } from "@longhaul/stores";

/**
 * Takes operations and writes what they do to the ledger. What comes while a write is under way is written together with what else
 * comes, in one transaction: an idle worker's writes wait for nothing, a busy one's cost little more than one.
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

/** A second run goes on beside one that waits for a row that somebody else has locked. */
const LIMITS = { maxRuns: 2, maxTogether: 64, besideAfterMs: 50 };

/** Claims of tenants that have nothing else here go beside those of the others, and wait for each other alone. */
const BESIDE_LIMITS = { ...LIMITS, maxRuns: 1 };

/** Logs wait for each other: what is logged meanwhile goes along. */
const LOG_LIMITS = { maxRuns: 1, maxTogether: 16 };

/** Longest move in characters that others may have to wait for. */
const MAX_SHARED = 256_000;

/** Makes the writer of one process. */
export function createLedgerWriter(db: Db, quotas: QuotaDefaults): LedgerWriter {
  const writeAll = async (given: readonly WrittenMove[]) =>
    writeTogether(given, async (moves) => advanceOperations(db, moves));
  const writeShared = runTogether(LIMITS, writeAll);
  const claimAll = async (claims: readonly OperationClaim[]) => {
    let bytes = 0;
    const claimed = await claimOperations(
      db.measured((moved) => (bytes += moved)),
      claims,
      quotas,
    );
    return claimed.map((operation) => ({ operation, bytes: bytes / claims.length }));
  };
  const claimShared = runTogether(LIMITS, claimAll);
  const claimBeside = runTogether(BESIDE_LIMITS, claimAll);
  const logShared = runTogether(LOG_LIMITS, async (given: readonly WrittenLog[]) =>
    writeTogether(given, async (logs) => {
      await appendLogEntries(db, logs);
      return logs;
    }),
  );
  return {
    findAllocation: runTogether(LIMITS, async (ids: readonly string[]) => findAllocations(db, ids)),
    async claim(claim, { isBeside, onBytes }) {
      const { operation, bytes } = await (isBeside ? claimBeside : claimShared)(claim);
      onBytes(bytes);
      return operation;
    },
    async write(move, onBytes) {
      const given = writtenMove(move);
      onBytes?.(Buffer.byteLength(given.json));
      const outcome = given.json.length > MAX_SHARED ? (await writeAll([given]))[0] : await writeShared(given);
      if (outcome === undefined || "err" in outcome) throw outcome?.err;
      return outcome.written.isOwned;
    },
    async log(batch, onBytes) {
      const given = writtenLog(batch);
      onBytes?.(Buffer.byteLength(given.json));
      const outcome = await logShared(given);
      if ("err" in outcome) throw outcome.err;
    },
  };
}
