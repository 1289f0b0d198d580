import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** One dependency of a batch: its job in the queue `gates`. */
export interface Gate {
  readonly batchId: string;
  readonly operationId: string;
  readonly dependsOnId: string;
}

const COLUMNS = `e.batch_id AS "batchId", e.operation_id AS "operationId", e.depends_on_id AS "dependsOnId"`;

/** Gates that the end of these operations concerns: those of their dependents, and all of what was cancelled with them. */
export async function listGatesAfter(sql: Sql, operationIds: readonly string[]): Promise<Gate[]> {
  const { rows } = await sql.query<Gate>(
    {
      name: "list-gates-after",
      text: `SELECT ${COLUMNS} FROM batch_edges e WHERE e.depends_on_id = ANY($1)
UNION
SELECT ${COLUMNS} FROM operations c JOIN operations o ON o.batch_id = c.batch_id AND o.ended_at = c.ended_at AND o.status = 'Cancelled'
JOIN batch_edges e ON e.operation_id = o.id
WHERE c.id = ANY($1) AND c.status <> 'Completed'`,
    },
    [operationIds],
  );
  return rows;
}

/** All gates of these operations. */
export async function listGatesOf(sql: Sql, operationIds: readonly string[]): Promise<Gate[]> {
  const { rows } = await sql.query<Gate>(
    { name: "list-gates-of", text: `SELECT ${COLUMNS} FROM batch_edges e WHERE e.operation_id = ANY($1)` },
    [operationIds],
  );
  return rows;
}

/** What the ledger says of a gate. `reason` is that of a cancelled dependent. */
export interface GateState {
  readonly status: OperationStatus;
  readonly dependency: OperationStatus;
  readonly reason: string | null;
}

/** Whether an operation may start as far as one dependency goes; null when the ledger knows no such edge. */
export async function findGate(sql: Sql, gate: Gate): Promise<GateState | null> {
  const { rows } = await sql.query<GateState>(
    {
      name: "find-gate",
      text: `SELECT o.status, d.status AS dependency, o.cancellation->>'reason' AS reason
FROM batch_edges e JOIN operations o ON o.id = e.operation_id JOIN operations d ON d.id = e.depends_on_id
WHERE e.operation_id = $1 AND e.depends_on_id = $2`,
    },
    [gate.operationId, gate.dependsOnId],
  );
  return rows[0] ?? null;
}
