import { eachOf } from "../each-of.ts";
import type { OperationStatus, Priority } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** One dependency of a batch: its job in the queue `gates`. */
export interface Gate {
  readonly batchId: string;
  readonly operationId: string;
  readonly dependsOnId: string;
}

const COLUMNS = `e.batch_id AS "batchId", e.operation_id AS "operationId", e.depends_on_id AS "dependsOnId"`;

/** A gate that the end of an operation concerns. */
export interface GateAfter extends Gate {
  /** Whether the dependent may run, waits for other dependencies, or has ended. */
  readonly dependent: "ready" | "blocked" | "ended";
}

/**
 * An operation with more dependencies is not freed gate by gate, which would cost more than running it: once the ledger
 * says that it may run, its flow gives way to a plain job.
 */
export const FEW_GATES = 8;

/**
 * Gates that the end of these operations concerns: those of their dependents, and all of what was cancelled with them; in
 * the order of their batch, so that what was submitted first starts first. Dependents that are blocked are left out when
 * their batch has yet to free some, or when they have more than a few dependencies.
 */
export async function listGatesAfter(sql: Sql, operationIds: readonly string[]): Promise<GateAfter[]> {
  const { rows } = await sql.query<GateAfter>(
    {
      name: "list-gates-after",
      // Each dependent is looked up by its key, whatever the planner believes of tables that a batch has just filled; what was
      // cancelled together, once for all that ended with it.
      text: `SELECT after."batchId", after."operationId", after."dependsOnId", o.dependent FROM (
  SELECT ${COLUMNS} FROM ${eachOf("$1::text[]")} AS w (wanted)
  CROSS JOIN LATERAL (SELECT * FROM batch_edges WHERE depends_on_id = w.wanted OFFSET 0) e
  UNION
  SELECT ${COLUMNS} FROM (
    SELECT DISTINCT c.batch_id, c.ended_at FROM ${eachOf("$1::text[]")} AS w (wanted)
    CROSS JOIN LATERAL (SELECT * FROM operations WHERE id = w.wanted OFFSET 0) c WHERE c.status <> 'Completed' AND c.batch_id IS NOT NULL
  ) c
  CROSS JOIN LATERAL (SELECT id FROM operations WHERE batch_id = c.batch_id AND ended_at = c.ended_at AND status = 'Cancelled' OFFSET 0) o
  CROSS JOIN LATERAL (SELECT * FROM batch_edges WHERE operation_id = o.id OFFSET 0) e
) after CROSS JOIN LATERAL (
  SELECT o.batch_position, CASE WHEN o.status <> 'Initiated' THEN 'ended' WHEN o.blocked THEN 'blocked' ELSE 'ready' END AS dependent
  FROM operations o WHERE o.id = after."operationId" OFFSET 0
) o
WHERE o.dependent <> 'blocked' OR NOT (SELECT b.freeing FROM batches b WHERE b.id = after."batchId")
  AND NOT EXISTS (SELECT 1 FROM batch_edges w WHERE w.operation_id = after."operationId" OFFSET ${FEW_GATES})
ORDER BY o.batch_position`,
    },
    [operationIds],
  );
  return rows;
}

/** Gates of a batch whose dependency has ended. */
export async function listOverdueGates(sql: Sql, batchId: string): Promise<GateAfter[]> {
  const { rows } = await sql.query<{ readonly id: string }>(
    {
      name: "list-ended-in-batch",
      text: `SELECT id FROM operations WHERE batch_id = $1 AND status NOT IN ('Initiated', 'Running')`,
    },
    [batchId],
  );
  return rows.length === 0
    ? []
    : listGatesAfter(
        sql,
        rows.map(({ id }) => id),
      );
}

/** Gates of these operations: all of those that have few, and one more than that of each other. */
export async function listGatesOf(sql: Sql, operationIds: readonly string[]): Promise<Gate[]> {
  const { rows } = await sql.query<Gate>(
    {
      name: "list-gates-of",
      text: `SELECT e.* FROM unnest($1::text[]) AS o (id) CROSS JOIN LATERAL (
  SELECT ${COLUMNS} FROM batch_edges e WHERE e.operation_id = o.id LIMIT ${FEW_GATES + 1}
) e`,
    },
    [operationIds],
  );
  return rows;
}

/** What the ledger says of a gate. `reason` is that of a cancelled dependent. */
export interface GateState {
  readonly status: OperationStatus;
  readonly dependency: OperationStatus;
  readonly reason: string | null;
  /** The place of a dependent that may run. */
  readonly ready: { readonly priority: Priority; readonly fairTag: number; readonly epoch: number } | null;
}

/** Whether operations may start as far as one dependency each goes, in the order given; null when the ledger knows no such edge. */
export async function findGates(sql: Sql, gates: readonly Gate[]): Promise<(GateState | null)[]> {
  const { rows } = await sql.query<{ readonly state: GateState | null }>(
    {
      name: "find-gates",
      text: `SELECT (
  SELECT json_build_object('status', o.status, 'dependency', d.status, 'reason', o.cancellation->>'reason',
    'ready', CASE WHEN o.status = 'Initiated' AND NOT o.blocked AND o.held_tag IS NULL THEN json_build_object('priority', o.priority, 'fairTag', o.fair_tag, 'epoch', o.epoch) END)
  FROM batch_edges e JOIN operations o ON o.id = e.operation_id JOIN operations d ON d.id = e.depends_on_id
  WHERE e.operation_id = g.operation_id AND e.depends_on_id = g.depends_on_id
) AS state
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS g (operation_id, depends_on_id, place) ORDER BY g.place`,
    },
    [gates.map((gate) => gate.operationId), gates.map((gate) => gate.dependsOnId)],
  );
  return rows.map(({ state }) => state);
}
