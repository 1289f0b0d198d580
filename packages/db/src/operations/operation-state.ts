import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { Cancellation, OperationError } from "./operation-record.ts";

/** The state of an operation, as the holder of its job needs it. */
export interface OperationState {
  readonly id: string;
  readonly status: OperationStatus;
  readonly epoch: number;
  readonly batchId: string | null;
  /** In a batch: it waits for others. */
  readonly blocked: boolean;
  /** A quota of what runs keeps it from starting. */
  readonly isHeld: boolean;
  /** A worker has it, and was heard of lately. */
  readonly isLeased: boolean;
  readonly summary: Record<string, unknown> | null;
  readonly error: OperationError | null;
  readonly cancellation: Cancellation | null;
}

const COLUMNS = `id, status, epoch, batch_id AS "batchId", blocked, held_tag IS NOT NULL AS "isHeld", coalesce(lease_until > now(), false) AS "isLeased", summary, error, cancellation`;

/** @returns null when there is no such operation (any more) */
export async function findOperationState(sql: Sql, operationId: string): Promise<OperationState | null> {
  const { rows } = await sql.query<OperationState>(
    { name: "find-operation-state", text: `SELECT ${COLUMNS} FROM operations WHERE id = $1` },
    [operationId],
  );
  return rows[0] ?? null;
}

/** @returns those of these operations that haven't ended */
export async function findLivingOperations(sql: Sql, operationIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql.query<{ readonly id: string }>(
    "SELECT id FROM operations WHERE id = ANY ($1::text[]) AND ended_at IS NULL",
    [operationIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Operations that ended as anything but Completed within the last `withinMs`, the latest first. */
export async function listUnsuccessfulEnds(
  sql: Sql,
  { withinMs, limit, offset }: { readonly withinMs: number; readonly limit: number; readonly offset: number },
): Promise<OperationState[]> {
  const { rows } = await sql.query<OperationState>(
    {
      name: "list-unsuccessful-ends",
      text: `SELECT ${COLUMNS} FROM operations
WHERE ended_at > now() - $1 * interval '1 millisecond' AND expired_at IS NULL AND status <> 'Completed'
ORDER BY ended_at DESC, id LIMIT $2 OFFSET $3`,
    },
    [withinMs, limit, offset],
  );
  return rows;
}
