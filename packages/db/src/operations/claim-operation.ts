import type { Sql } from "../client.ts";
import { OPERATION_COLUMNS, toOperationRecord, type OperationRecord, type PhaseRecord } from "./operation-record.ts";
import { readPhases } from "./find-operation.ts";

/** A phase's committed output as the ledger keeps it. */
export interface CheckpointRecord {
  readonly phaseIdx: number;
  readonly epoch: number;
  readonly fingerprint: string;
  readonly output: Record<string, unknown>;
  /** Storage keys of the phase's files, by the name that the phase gave them. */
  readonly files: Record<string, string>;
}

/** An operation that this worker now owns, until its lease ends or its epoch is passed. */
export interface ClaimedOperation {
  readonly operation: OperationRecord;
  readonly phases: readonly PhaseRecord[];
  readonly checkpoints: readonly CheckpointRecord[];
}

const STATEMENT = {
  name: "claim-operation",
  text: `WITH before AS (
  SELECT id, started_at FROM operations
  WHERE (SELECT lock_batch($1, true)) AND id = $1
    AND (status = 'Initiated' AND NOT blocked
         OR status = 'Running' AND (lease_until IS NULL OR lease_until < now()))
    AND (next_attempt_at IS NULL OR next_attempt_at <= now())
    AND (timeout_at IS NULL OR timeout_at > now())
  FOR UPDATE
), o AS (
  UPDATE operations o
  SET status = 'Running', epoch = o.epoch + 1, version = o.version + 1, execution_id = $2, worker_node = $3,
      lease_until = now() + $4 * interval '1 millisecond', started_at = coalesce(o.started_at, now()), next_attempt_at = NULL,
      event_seq = o.event_seq + CASE WHEN before.started_at IS NULL THEN 1 ELSE 0 END,
      crash_count = o.crash_count + CASE WHEN o.lease_until < now() THEN 1 ELSE 0 END,
      lapsed_epoch = CASE WHEN o.lease_until < now() THEN o.epoch ELSE o.lapsed_epoch END
  FROM before WHERE o.id = before.id
  RETURNING o.*
)
SELECT ${OPERATION_COLUMNS},
  CASE WHEN before.started_at IS NULL THEN append_operation_event(o.*::operations, 'operation.started') END AS event_position,
  (SELECT json_agg(p ORDER BY p.idx) FROM phases p WHERE p.operation_id = o.id) AS phases,
  (SELECT json_agg(c ORDER BY c.phase_idx) FROM checkpoints c WHERE c.operation_id = o.id) AS checkpoints
FROM o JOIN before ON before.id = o.id`,
};

/**
 * Takes an operation that is ready to run: Initiated and not blocked, or Running with no live lease (given up, or its
 * worker died, which counts as a crash). Raises the fencing epoch; writes of earlier owners are refused from then on.
 * @returns null when the operation is not to be had: it ended, is owned, is blocked, waits, or is past its deadline
 */
export async function claimOperation(
  sql: Sql,
  claim: { operationId: string; executionId: string; workerNode: string; leaseMs: number },
): Promise<ClaimedOperation | null> {
  const { rows } = await sql.query<Record<string, unknown>>(STATEMENT, [
    claim.operationId,
    claim.executionId,
    claim.workerNode,
    claim.leaseMs,
  ]);
  const [row] = rows;
  if (row === undefined) return null;

  const checkpoints = (row["checkpoints"] ?? []) as Record<string, unknown>[];
  return {
    operation: toOperationRecord(row),
    phases: readPhases(row["phases"]),
    checkpoints: checkpoints.map((item) => ({
      phaseIdx: Number(item["phase_idx"]),
      epoch: Number(item["epoch"]),
      fingerprint: String(item["fingerprint"]),
      output: item["output"] as Record<string, unknown>,
      files: item["files"] as Record<string, string>,
    })),
  };
}
