import { NO_QUOTAS, type QuotaDefaults } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { toOperationRecord, type OperationRecord } from "./operation-record.ts";
import { withLockLimit } from "../write-past-locks.ts";

/** A phase's committed output as the ledger keeps it. */
export interface CheckpointRecord {
  readonly phaseIdx: number;
  readonly epoch: number;
  readonly fingerprint: string;
  readonly output: Record<string, unknown>;
  /** Storage keys of the phase's files, by the name that the phase gave them. */
  readonly files: Record<string, string>;
}

/** What a worker reads of an operation that it runs: a claim returns no more, since each column costs both sides. */
type RunnableOperation = Pick<
  OperationRecord,
  | "id"
  | "tenantId"
  | "projectId"
  | "type"
  | "name"
  | "priority"
  | "status"
  | "parameters"
  | "retryPolicy"
  | "timeoutAt"
  | "cpuUnits"
  | "memoryGb"
  | "datasetId"
  | "furtherDatasetIds"
  | "epoch"
  | "attempt"
  | "crashCount"
  | "totalPhases"
  | "currentPhase"
  | "usage"
  | "batchId"
>;

/** An operation that this worker now owns, until its lease ends or its epoch is passed. */
export interface ClaimedOperation {
  readonly operation: RunnableOperation;
  readonly checkpoints: readonly CheckpointRecord[];
  /** The claim has begun the first phase, as it was to: it is the operation's first, and no phase was committed by what it retries. */
  readonly isBegun: boolean;
}

const STATEMENT = {
  name: "take-operations",
  text: `SELECT * FROM take_operations(${withLockLimit("$1::text[]", "$7")}, $2, $3, $4, $5, $6)`,
};

/** A worker's request to run an operation. */
export interface OperationClaim {
  readonly operationId: string;
  readonly executionId: string;
  readonly workerNode: string;
  readonly leaseMs: number;
  /** Whether it begins the first phase, where there is no checkpoint to go on from. */
  readonly begins?: boolean;
}

/**
 * Takes operations that are ready to run: Initiated and not blocked, or Running with no live lease (given up, or their
 * worker died, which counts as a crash). Raises the fencing epoch; writes of earlier owners are refused from then on.
 * @returns for each claim, in order, null when the operation is not to be had: it ended, is owned, is blocked, waits, or is past
 * its deadline; or a quota of its tenant or project holds it
 */
export async function claimOperations(
  sql: Sql,
  claims: readonly OperationClaim[],
  defaults: QuotaDefaults = NO_QUOTAS,
  lockMs = 0,
): Promise<(ClaimedOperation | null)[]> {
  const { rows } = await sql.query<Record<string, unknown>>(STATEMENT, [
    claims.map((claim) => claim.operationId),
    claims.map((claim) => claim.executionId),
    claims.map((claim) => claim.workerNode),
    claims.map((claim) => claim.leaseMs),
    claims.map((claim) => claim.begins ?? false),
    defaults,
    String(lockMs),
  ]);
  const claimed = new Map(rows.map((row) => [String(row["id"]), row]));
  return claims.map((claim) => {
    const row = claimed.get(claim.operationId);
    return row === undefined ? null : toClaimed(row, claim);
  });
}

function toClaimed(row: Record<string, unknown>, { begins = false }: OperationClaim): ClaimedOperation {
  const checkpoints = (row["checkpoints"] ?? []) as Record<string, unknown>[];
  const operation = toOperationRecord(row);
  return {
    operation,
    isBegun: begins && operation.epoch === 1 && checkpoints.length === 0,
    checkpoints: checkpoints.map((item) => ({
      phaseIdx: Number(item["phase_idx"]),
      epoch: Number(item["epoch"]),
      fingerprint: String(item["fingerprint"]),
      output: item["output"] as Record<string, unknown>,
      files: item["files"] as Record<string, string>,
    })),
  };
}
