import type { PostgresConnection } from "bullmq";
import { keptFinishedJobs } from "./queue-settings.ts";
import type { GateStore } from "./queue-store.ts";

/** Opens and fails gates by one statement each, whatever the number of operations and gates. */
export function postgresGates(pool: PostgresConnection["pool"]): GateStore {
  return {
    async openGates(jobs, value) {
      const { rows } = await pool.query<{ id: string; isFinished: boolean }>(OPEN_GATES, [
        jobs.map(({ jobId }) => jobId),
        jobs.map(({ priority }) => priority),
        JSON.stringify(value),
        Date.now(),
        keptFinishedJobs.completed,
      ]);
      return new Map(rows.map(({ id, isFinished }) => [id, { isFinished }]));
    },
    async failGates(jobs) {
      await pool.query(FAIL_GATES, [
        jobs.map(({ jobId }) => jobId),
        jobs.map(({ reason }) => reason),
        Date.now(),
        keptFinishedJobs.failed,
      ]);
    },
  };
}

/**
 * Ends all gates of the jobs in `ended`. Of those that dashboards wouldn't keep anyway, nothing is written: they are deleted, and so are
 * as many older ones.
 */
const endGates = (
  state: "completed" | "failed",
  columns: string,
  dependency: string,
  [now, kept]: [string, string],
) => `
gates AS MATERIALIZED (
  SELECT g.id, g.parent_id, row_number() OVER () AS nth FROM ended p
  CROSS JOIN LATERAL (SELECT id, parent_id FROM job g WHERE g.parent_queue = 'operations' AND g.parent_id = p.id AND g.queue = 'gates'
    AND g.state NOT IN ('completed', 'failed') OFFSET 0) g
), kept AS (
  UPDATE job g SET state = '${state}', ${columns}, finished_at_ms = ${now}, process_at_ms = NULL, delay_ms = 0,
    lock_token = NULL, locked_until_ms = NULL
  FROM gates e JOIN ended p ON p.id = e.parent_id WHERE g.queue = 'gates' AND g.id = e.id AND e.nth <= ${kept}
), forgotten AS (
  DELETE FROM job g USING gates e WHERE g.queue = 'gates' AND g.id = e.id AND e.nth > ${kept}
), older AS (
  DELETE FROM job g WHERE g.queue = 'gates' AND g.id IN (SELECT id FROM job WHERE queue = 'gates' AND state = '${state}'
    ORDER BY finished_at_ms DESC OFFSET greatest(0, ${kept} - (SELECT count(*) FROM gates)) FOR UPDATE SKIP LOCKED)
), met AS (
  UPDATE job_dependency d SET ${dependency} FROM gates e JOIN ended p ON p.id = e.parent_id
  WHERE d.parent_queue = 'operations' AND d.parent_id = e.parent_id AND d.child_key = 'gates:' || e.id AND e.nth <= ${kept}
), unmet AS (
  DELETE FROM job_dependency d USING ended p WHERE d.parent_queue = 'operations' AND d.parent_id = p.id AND d.status = 'pending'
    AND d.child_key <> ALL (ARRAY(SELECT 'gates:' || e.id FROM gates e WHERE e.nth <= ${kept}))
)`;

/** $1 ids of operations' jobs, $2 priorities, $3 the gates' result, $4 the time, $5 how many gates are kept. */
const OPEN_GATES = `WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY AS g (id, priority, place)
), known AS MATERIALIZED (
  SELECT g.*, j.state FROM given g CROSS JOIN LATERAL (SELECT state FROM job WHERE queue = 'operations' AND id = g.id OFFSET 0) j
), locked AS MATERIALIZED (
  SELECT k.id, k.priority, k.place FROM known k JOIN job j ON j.queue = 'operations' AND j.id = k.id
  WHERE k.state = 'waiting-children' AND j.state = 'waiting-children' ORDER BY j.id FOR UPDATE OF j
), ended AS MATERIALIZED (
  SELECT id, priority, nextval('job_seq') AS seq FROM (SELECT * FROM locked ORDER BY place) l
), ${endGates("completed", "return_value = $3::jsonb", "status = 'processed', value = $3::jsonb", ["$4::bigint", "$5::bigint"])},
opened AS (
  UPDATE job j SET state = 'waiting', priority = p.priority, seq = p.seq, pending_deps = 0
  FROM ended p WHERE j.queue = 'operations' AND j.id = p.id
), told AS MATERIALIZED (
  SELECT publish_event('operations', 'waiting', jsonb_build_object('jobId', id, 'prev', 'waiting-children')) FROM ended
), woken AS MATERIALIZED (
  SELECT pg_notify('bullmq_jobs', 'operations') FROM (SELECT count(*) FROM told HAVING count(*) > 0) t
)
SELECT id, state IN ('completed', 'failed') AS "isFinished" FROM known CROSS JOIN (SELECT count(*) FROM woken) w`;

/** $1 ids of operations' jobs, $2 reasons, $3 the time, $4 how many gates are kept. */
const FAIL_GATES = `WITH ended AS MATERIALIZED (
  SELECT * FROM unnest($1::text[], $2::text[]) AS p (id, reason)
), ${endGates("failed", "failed_reason = p.reason", "status = 'failed', value = to_jsonb(p.reason)", ["$3::bigint", "$4::bigint"])}
SELECT FROM gates`;
