import type { Sql } from "../client.ts";

const EXPIRE = {
  name: "expire-operations",
  text: `WITH due AS (
  SELECT o.id FROM operations o LEFT JOIN project_settings s ON s.tenant_id = o.tenant_id AND s.project_id = o.project_id
  WHERE o.ended_at IS NOT NULL AND o.expired_at IS NULL
    -- Of all that have ended, only those are read that the shortest retention may concern.
    AND o.ended_at < now() - least($1::int, (SELECT min(retention_days) FROM project_settings)) * interval '1 day'
    AND o.ended_at < now() - coalesce(s.retention_days, $1::int) * interval '1 day'
    AND NOT EXISTS (SELECT 1 FROM operations live WHERE live.root_id = coalesce(o.root_id, o.id) AND live.ended_at IS NULL)
  ORDER BY o.ended_at LIMIT $2 FOR UPDATE OF o SKIP LOCKED
), o AS (
  UPDATE operations SET expired_at = now(), purged_at = coalesce(purged_at, now()), version = version + 1,
    parameters = '{}', summary = NULL, usage = NULL, callbacks = NULL, notifications = NULL
  FROM due WHERE operations.id = due.id RETURNING operations.id, operations.tenant_id, operations.root_id
), a AS (DELETE FROM artifacts USING o WHERE operation_id = o.id),
c AS (DELETE FROM checkpoints USING o WHERE operation_id = o.id),
x AS (DELETE FROM executions USING o WHERE operation_id = o.id),
p AS (DELETE FROM phases USING o WHERE operation_id = o.id),
l AS (DELETE FROM log_counts USING o WHERE operation_id = o.id),
e AS (DELETE FROM events USING o WHERE events.operation_id = o.id)
SELECT o.id, o.tenant_id AS "tenantId", CASE WHEN EXISTS (
    SELECT 1 FROM operations kin WHERE coalesce(kin.root_id, kin.id) = coalesce(o.root_id, o.id) AND kin.id <> o.id AND kin.expired_at IS NULL
  ) THEN '{}' ELSE (
    SELECT array_agg(kin.id) FROM operations kin WHERE kin.id = coalesce(o.root_id, o.id) OR kin.root_id = coalesce(o.root_id, o.id)
  ) END AS "withoutFiles" FROM o`,
};

/** An operation whose history was just deleted. */
interface ExpiredOperation {
  readonly id: string;
  readonly tenantId: string;
  /** Operations whose files may go now: all of its chain of retries, which may share them, once none of it is kept. */
  readonly withoutFiles: readonly string[];
}

/**
 * Deletes phases, checkpoints, executions, artifacts, logs, events, deliveries and messages of operations that ended longer ago than their project
 * keeps them, at most `limit`. Their rows stay, emptied, to answer that they are gone.
 */
export async function expireOperations(
  sql: Sql,
  options: { readonly defaultDays: number; readonly limit: number },
): Promise<ExpiredOperation[]> {
  const { rows } = await sql.query<ExpiredOperation>(EXPIRE, [options.defaultDays, options.limit]);
  return rows;
}

/** Deletes the emptied rows of operations that expired longer ago than `days`, at most `limit`. From then on they are unknown. */
export async function deleteExpiredOperations(
  sql: Sql,
  options: { readonly days: number; readonly limit: number },
): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    `WITH gone AS (
       DELETE FROM operations WHERE id IN (
         SELECT id FROM operations WHERE expired_at < now() - $1::int * interval '1 day' ORDER BY expired_at LIMIT $2)
       RETURNING id
     ), edges AS (DELETE FROM batch_edges USING gone WHERE operation_id = gone.id)
     SELECT count(*) AS n FROM gone`,
    [options.days, options.limit],
  );
  return rows[0]?.n ?? 0;
}

const DELETE_EMPTY_BATCHES = `WITH gone AS (
  SELECT b.id FROM batches b WHERE b.ended_at < now() - $1::int * interval '1 day'
    AND NOT EXISTS (SELECT 1 FROM operations o WHERE o.batch_id = b.id) ORDER BY b.ended_at LIMIT $2
), e AS (DELETE FROM events USING gone WHERE events.batch_id = gone.id)
DELETE FROM batches USING gone WHERE batches.id = gone.id`;

/** Deletes batches whose operations have all been deleted, with their events, at most `limit`. */
export async function deleteEmptyBatches(
  sql: Sql,
  options: { readonly days: number; readonly limit: number },
): Promise<number> {
  const { rowCount } = await sql.query(DELETE_EMPTY_BATCHES, [options.days, options.limit]);
  return rowCount ?? 0;
}

/**
 * Deletes the events of imports, with their deliveries, that are older than their project keeps what has ended, at most `limit`. The
 * datasets themselves stay.
 * @returns how many
 */
export async function expireDatasetEvents(
  sql: Sql,
  options: { readonly defaultDays: number; readonly limit: number },
): Promise<number> {
  const { rowCount } = await sql.query(
    {
      name: "expire-dataset-events",
      text: `DELETE FROM events WHERE position = ANY (ARRAY(
  SELECT e.position FROM events e LEFT JOIN project_settings s ON s.tenant_id = e.tenant_id AND s.project_id = e.project_id
  WHERE e.dataset_id IS NOT NULL
    -- Of all of them, only those are read that the shortest retention may concern.
    AND e.created_at < now() - least($1::int, (SELECT min(retention_days) FROM project_settings)) * interval '1 day'
    AND e.created_at < now() - coalesce(s.retention_days, $1::int) * interval '1 day'
  ORDER BY e.created_at LIMIT $2))`,
    },
    [options.defaultDays, options.limit],
  );
  return rowCount ?? 0;
}
