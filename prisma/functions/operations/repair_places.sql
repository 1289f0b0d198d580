-- Compares running_operations and ready_operations with the operations themselves, at one moment, and corrects differences: a trigger may
-- have been disabled. Returns how many places were wrong.
CREATE OR REPLACE FUNCTION repair_places() RETURNS bigint LANGUAGE sql AS $$
  WITH ready AS MATERIALIZED (
    SELECT ready_line(status, blocked, fair_tag, lease_until, priority) AS line, ready_tag(status, fair_tag, next_attempt_at, created_at) AS tag, created_at, id
    FROM operations WHERE ended_at IS NULL AND ready_line(status, blocked, fair_tag, lease_until, priority) IS NOT NULL
  ), running AS MATERIALIZED (
    SELECT tenant_id, project_id, created_at, id, cpu_units FROM operations WHERE ended_at IS NULL AND status = 'Running'
  ), unready AS (
    DELETE FROM ready_operations r WHERE NOT EXISTS (
      SELECT FROM ready o WHERE o.line = r.line AND o.tag = r.tag AND o.created_at = r.created_at AND o.id = r.operation_id) RETURNING 1
  ), added AS (
    INSERT INTO ready_operations (line, tag, created_at, operation_id) SELECT line, tag, created_at, id FROM ready
    EXCEPT SELECT line, tag, created_at, operation_id FROM ready_operations ON CONFLICT DO NOTHING RETURNING 1
  ), idle AS (
    DELETE FROM running_operations r WHERE NOT EXISTS (
      SELECT FROM running o WHERE o.id = r.operation_id AND o.tenant_id = r.tenant_id AND o.project_id = r.project_id
        AND o.created_at = r.created_at) RETURNING 1
  ), runs AS (
    INSERT INTO running_operations AS r (tenant_id, project_id, created_at, operation_id, units) SELECT * FROM running
    EXCEPT SELECT tenant_id, project_id, created_at, operation_id, units FROM running_operations
    ON CONFLICT (tenant_id, project_id, created_at, operation_id) DO UPDATE SET units = excluded.units RETURNING 1
  )
  SELECT (SELECT count(*) FROM unready) + (SELECT count(*) FROM added) + (SELECT count(*) FROM idle) + (SELECT count(*) FROM runs)
$$;

-- The triggers of count_operation keep both from here on. The lock waits for whoever writes without them, and is gone with this transaction.
LOCK TABLE operations IN SHARE ROW EXCLUSIVE MODE;
SELECT repair_places();
