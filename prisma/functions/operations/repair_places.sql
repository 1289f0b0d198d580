-- Compares running_operations and ready_operations with the operations themselves, at one moment, and corrects differences: a trigger may
-- have been disabled. Returns how many places were wrong.
CREATE OR REPLACE FUNCTION repair_places() RETURNS bigint LANGUAGE sql AS $$
  WITH live AS MATERIALIZED (
    SELECT o.id, o.tenant_id, o.project_id, o.created_at, o.cpu_units, o.status = 'Running' AS runs, p.line, p.tag FROM operations o
      LEFT JOIN LATERAL ready_place(status, blocked, fair_tag, lease_until, priority, next_attempt_at, created_at) p ON true
    WHERE o.ended_at IS NULL
  ), unready AS (
    DELETE FROM ready_operations r WHERE NOT EXISTS (SELECT FROM live l
      WHERE l.id = r.operation_id AND l.line = r.line AND l.tag = r.tag AND l.created_at = r.created_at) RETURNING 1
  ), ready AS (
    INSERT INTO ready_operations (line, tag, created_at, operation_id) SELECT line, tag, created_at, id FROM live WHERE line IS NOT NULL
    EXCEPT SELECT line, tag, created_at, operation_id FROM ready_operations ON CONFLICT DO NOTHING RETURNING 1
  ), idle AS (
    DELETE FROM running_operations r WHERE NOT EXISTS (SELECT FROM live l WHERE l.runs AND l.id = r.operation_id
      AND l.tenant_id = r.tenant_id AND l.project_id = r.project_id AND l.created_at = r.created_at) RETURNING 1
  ), running AS (
    INSERT INTO running_operations (tenant_id, project_id, created_at, operation_id, units)
    SELECT tenant_id, project_id, created_at, id, cpu_units FROM live WHERE runs
    EXCEPT SELECT tenant_id, project_id, created_at, operation_id, units FROM running_operations
    ON CONFLICT (tenant_id, project_id, created_at, operation_id) DO UPDATE SET units = excluded.units RETURNING 1
  )
  SELECT (SELECT count(*) FROM unready) + (SELECT count(*) FROM ready) + (SELECT count(*) FROM idle) + (SELECT count(*) FROM running)
$$;

-- The triggers of count_operation keep both from here on. The lock waits for whoever writes without them.
LOCK TABLE operations IN SHARE ROW EXCLUSIVE MODE;
SELECT repair_places();
