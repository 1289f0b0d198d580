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

/** Whose events: of one operation, of one batch and its operations, of the import of one version, or of the whole project. */
export type EventSubject = {
  readonly operationId?: string;
  readonly batchId?: string;
  /** The version's own id. */
  readonly datasetId?: string;
};

const COLUMNS = `position, sequence, type, operation_id AS "operationId", batch_id AS "batchId", body`;

/** Which events to read: those after a position, or one page further behind what was read of them. */
export interface EventPage {
  readonly after: number;
  readonly overlapSec: number;
  /** Position of the last event of the page before; 0 for the first page. */
  readonly behind: number;
  readonly limit: number;
  /** At least one event is read, and no further ones when their bodies are so long together. */
  readonly maxBytes: number;
}

/**
 * Events of a project after a position, oldest first. Positions are given before commit, so an event may appear behind
 * one of a higher position: `overlapSec` includes events of that many seconds before the position's, to be on the safe side.
 */
export async function listEvents(
  sql: Sql,
  scope: Scope,
  subject: EventSubject,
  from: EventPage,
): Promise<EventRecord[]> {
  const { after, overlapSec, behind, limit, maxBytes } = from;
  const values: unknown[] = [scope.tenantId, scope.projectId, after, overlapSec, behind, limit, maxBytes];
  let narrow = "";
  if (subject.operationId !== undefined) narrow = `AND operation_id = $${values.push(subject.operationId)}`;
  else if (subject.batchId !== undefined) narrow = `AND batch_id = $${values.push(subject.batchId)}`;
  else if (subject.datasetId !== undefined) narrow = `AND dataset_id = $${values.push(subject.datasetId)}`;
  const { rows } = await sql.query<EventRecord>(
    `SELECT ${COLUMNS} FROM (
     SELECT *, sum(octet_length(body)) OVER (ORDER BY position) - octet_length(body) AS bytes_before FROM (
     SELECT * FROM events
     WHERE tenant_id = $1 AND project_id = $2 ${narrow}
       AND (position > $3 OR $4 > 0 AND position > $3 - 10000
            AND created_at > (SELECT created_at FROM events WHERE position = $3) - $4 * interval '1 second' AND position <> $3)
       AND position > $5
     ORDER BY position LIMIT $6) page) sized
     WHERE bytes_before < $7 ORDER BY position`,
    values,
  );
  return rows;
}

/** Finds the event at a position, of any tenant; null when retention has deleted it. */
export async function findEvent(sql: Sql, position: number): Promise<EventRecord | null> {
  const { rows } = await sql.query<EventRecord>(
    { name: "find-event", text: `SELECT ${COLUMNS} FROM events WHERE position = $1` },
    [position],
  );
  return rows[0] ?? null;
}

/** Position of the last event, 0 without any: where a stream without replay begins. */
export async function lastEventPosition(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ position: number }>(
    "SELECT coalesce(max(position), 0)::bigint AS position FROM events",
  );
  return rows[0]?.position ?? 0;
}
