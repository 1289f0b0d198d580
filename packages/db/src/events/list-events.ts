import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";

/** One event of the outbox; `body` is its JSON text as webhooks get it. */
export interface EventRecord {
  readonly position: number;
  readonly sequence: number;
  readonly type: string;
  readonly operationId: string | null;
  readonly batchId: string | null;
  readonly body: string;
}

/** Whose events: of one operation, of one batch and its operations, or of the whole project. */
export type EventSubject = { readonly operationId?: string; readonly batchId?: string };

const COLUMNS = `position, sequence, type, operation_id AS "operationId", batch_id AS "batchId", body`;

/**
 * Events of a project after a position, oldest first. Positions are given before commit, so an event may appear behind
 * one of a higher position: `overlapSec` includes events of that many seconds before the position's, to be on the safe side.
 */
export async function listEvents(
  sql: Sql,
  scope: Scope,
  subject: EventSubject,
  from: { readonly after: number; readonly overlapSec: number; readonly limit: number },
): Promise<EventRecord[]> {
  const values: unknown[] = [scope.tenantId, scope.projectId, from.after, from.overlapSec, from.limit];
  let narrow = "";
  if (subject.operationId !== undefined) narrow = `AND operation_id = $${values.push(subject.operationId)}`;
  else if (subject.batchId !== undefined) narrow = `AND batch_id = $${values.push(subject.batchId)}`;
  const { rows } = await sql.query<EventRecord>(
    `SELECT ${COLUMNS} FROM events
     WHERE tenant_id = $1 AND project_id = $2 ${narrow}
       AND (position > $3 OR $4 > 0 AND position > $3 - 10000
            AND created_at > (SELECT created_at FROM events WHERE position = $3) - $4 * interval '1 second' AND position <> $3)
     ORDER BY position LIMIT $5`,
    values,
  );
  return rows;
}

/** The event at a position, whoever's it is; null when retention took it. */
export async function findEvent(sql: Sql, position: number): Promise<EventRecord | null> {
  const { rows } = await sql.query<EventRecord>(
    { name: "find-event", text: `SELECT ${COLUMNS} FROM events WHERE position = $1` },
    [position],
  );
  return rows[0] ?? null;
}

/** Position of the last event, 0 without any: where a stream begins that asks for no replay. */
export async function lastEventPosition(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ position: number }>(
    "SELECT coalesce(max(position), 0)::bigint AS position FROM events",
  );
  return rows[0]?.position ?? 0;
}
