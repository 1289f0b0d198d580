import { expect } from "vitest";
import type { Sql } from "../client.ts";

/** Expects that ready_operations and running_operations hold what the operations' rows say, and nothing else. */
export async function expectPlaces(sql: Sql): Promise<void> {
  const { rows } = await sql.query(
    `WITH places AS (
       SELECT line, operation_id FROM ready_operations
       UNION ALL SELECT 'running: ' || units, operation_id FROM running_operations
     ), told AS (
       SELECT priority AS line, id AS operation_id FROM operations WHERE status = 'Initiated' AND NOT blocked AND held_tag IS NULL
       UNION ALL SELECT 'GivenBack', id FROM operations WHERE status = 'Running' AND lease_until IS NULL
       UNION ALL SELECT 'running: ' || cpu_units, id FROM operations WHERE status = 'Running'
     )
     (TABLE places EXCEPT ALL TABLE told) UNION ALL (TABLE told EXCEPT ALL TABLE places)`,
  );
  expect(rows).toEqual([]);
}

/** Expects that the counts of lists and the usage of projects are those of the operations' rows. */
export async function expectCounts(sql: Sql): Promise<void> {
  const { rows } = await sql.query(
    `WITH moves AS (
       SELECT project_id, hour, type, priority, status, n FROM operation_count_deltas
     ), counted AS (
       SELECT concat_ws(' ', project_id, hour, type, priority, status) AS what, sum(n) AS n
       FROM (SELECT project_id, hour, type, priority, status, n FROM operation_counts UNION ALL TABLE moves) c
       GROUP BY 1 HAVING sum(n) <> 0
       UNION ALL SELECT project_id::text, sum(n)
       FROM (SELECT project_id, queued AS n FROM project_usage UNION ALL SELECT project_id, n FROM moves WHERE status = 'Initiated') u
       GROUP BY 1 HAVING sum(n) <> 0
     ), there AS (
       SELECT concat_ws(' ', project_id, date_trunc('hour', created_at, 'UTC'), type, priority,
         CASE WHEN ended_at IS NULL THEN 'Initiated' ELSE status END) AS what, count(*) AS n FROM operations WHERE expired_at IS NULL GROUP BY 1
       UNION ALL SELECT project_id::text, count(*) FROM operations WHERE expired_at IS NULL AND ended_at IS NULL GROUP BY project_id
     )
     (TABLE counted EXCEPT ALL TABLE there) UNION ALL (TABLE there EXCEPT ALL TABLE counted)`,
  );
  expect(rows).toEqual([]);
}
