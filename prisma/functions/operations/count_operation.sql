-- After each statement: records in operation_count_deltas which operations entered or left a list, with the CPU units of running ones
-- (expired operations are in no list), and keeps running_operations and ready_operations what they are. (OFFSET, and rows by their address,
-- leave Postgres no plan that reads more of them than it deletes.)
CREATE OR REPLACE FUNCTION count_operation() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  moved record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n, cpu_units)
    SELECT tenant_id, project_id, start_of_hour(created_at) AS hour, type, priority, status, count(*),
      CASE status WHEN 'Running' THEN sum(cpu_units) ELSE 0 END FROM fresh
    WHERE expired_at IS NULL GROUP BY tenant_id, project_id, hour, type, priority, status;
    INSERT INTO ready_operations (line, tag, created_at, operation_id)
    SELECT ready_line(status, blocked, fair_tag, lease_until, priority), ready_tag(status, fair_tag, next_attempt_at, created_at), created_at, id FROM fresh
    WHERE ready_line(status, blocked, fair_tag, lease_until, priority) IS NOT NULL;
    INSERT INTO running_operations (tenant_id, project_id, created_at, operation_id)
    SELECT tenant_id, project_id, created_at, id FROM fresh WHERE status = 'Running';
    RETURN NULL;
  END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n, cpu_units)
    SELECT tenant_id, project_id, start_of_hour(created_at) AS hour, type, priority, status, -count(*),
      CASE status WHEN 'Running' THEN -sum(cpu_units) ELSE 0 END FROM stale
    WHERE expired_at IS NULL GROUP BY tenant_id, project_id, hour, type, priority, status;
    DELETE FROM running_operations WHERE ctid = ANY (ARRAY(SELECT r.row FROM stale s CROSS JOIN LATERAL (
      SELECT ctid AS row FROM running_operations WHERE s.status = 'Running' AND tenant_id = s.tenant_id AND project_id = s.project_id
        AND created_at = s.created_at AND operation_id = s.id OFFSET 0) r));
    DELETE FROM ready_operations WHERE ctid = ANY (ARRAY(SELECT r.row FROM stale s CROSS JOIN LATERAL (
      SELECT ctid AS row FROM ready_operations WHERE line = ready_line(s.status, s.blocked, s.fair_tag, s.lease_until, s.priority)
        AND tag = ready_tag(s.status, s.fair_tag, s.next_attempt_at, s.created_at) AND created_at = s.created_at AND operation_id = s.id OFFSET 0) r));
  ELSE
    SELECT bool_and(status = 'Running' AND lease_until IS NOT NULL) AS all_held,
      bool_or(NOT is_new AND status = 'Running') AS ran, bool_or(is_new AND status = 'Running') AS runs,
      bool_or(NOT is_new AND ready_line(status, blocked, fair_tag, lease_until, priority) IS NOT NULL) AS was_ready,
      bool_or(is_new AND ready_line(status, blocked, fair_tag, lease_until, priority) IS NOT NULL) AS is_ready,
      CASE WHEN min(status) FILTER (WHERE NOT is_new) = max(status) FILTER (WHERE NOT is_new) AND bool_and(expired_at IS NULL)
        THEN min(status) FILTER (WHERE NOT is_new) END AS was,
      CASE WHEN min(status) FILTER (WHERE is_new) = max(status) FILTER (WHERE is_new) THEN min(status) FILTER (WHERE is_new) END AS status
    INTO moved FROM (
      SELECT false AS is_new, status, lease_until, blocked, fair_tag, priority, expired_at FROM stale UNION ALL
      SELECT true, status, lease_until, blocked, fair_tag, priority, expired_at FROM fresh) s;
    -- Progress and most moves.
    IF moved.all_held IS NOT FALSE THEN
      RETURN NULL;
    END IF;
    IF moved.was_ready THEN
      DELETE FROM ready_operations WHERE ctid = ANY (ARRAY(SELECT r.row FROM stale s CROSS JOIN LATERAL (
        SELECT ctid AS row FROM ready_operations WHERE line = ready_line(s.status, s.blocked, s.fair_tag, s.lease_until, s.priority)
          AND tag = ready_tag(s.status, s.fair_tag, s.next_attempt_at, s.created_at) AND created_at = s.created_at AND operation_id = s.id OFFSET 0) r));
    END IF;
    IF moved.is_ready THEN
      INSERT INTO ready_operations (line, tag, created_at, operation_id)
      SELECT ready_line(status, blocked, fair_tag, lease_until, priority), ready_tag(status, fair_tag, next_attempt_at, created_at), created_at, id
      FROM fresh WHERE ready_line(status, blocked, fair_tag, lease_until, priority) IS NOT NULL;
    END IF;
    IF moved.runs THEN
      INSERT INTO running_operations (tenant_id, project_id, created_at, operation_id)
      SELECT tenant_id, project_id, created_at, id FROM fresh
      WHERE status = 'Running' AND (NOT moved.ran OR id NOT IN (SELECT id FROM stale WHERE status = 'Running'));
    END IF;
    IF moved.ran THEN
      DELETE FROM running_operations WHERE ctid = ANY (ARRAY(SELECT r.row FROM (
          SELECT tenant_id, project_id, created_at, id FROM stale
          WHERE status = 'Running' AND (NOT moved.runs OR id NOT IN (SELECT id FROM fresh WHERE status = 'Running'))) s CROSS JOIN LATERAL (
        SELECT ctid AS row FROM running_operations WHERE tenant_id = s.tenant_id AND project_id = s.project_id
          AND created_at = s.created_at AND operation_id = s.id OFFSET 0) r));
    END IF;
    IF moved.was <> moved.status THEN
      -- All went the same way, as with a claim: one row a place.
      INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, was, n, cpu_units)
      SELECT tenant_id, project_id, start_of_hour(created_at) AS hour, type, priority, moved.status, moved.was, count(*),
        CASE 'Running' WHEN moved.status THEN sum(cpu_units) WHEN moved.was THEN -sum(cpu_units) ELSE 0 END
      FROM fresh GROUP BY tenant_id, project_id, hour, type, priority;
    ELSE
      INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n, cpu_units)
      SELECT tenant_id, project_id, hour, type, priority, status, sum(n), CASE status WHEN 'Running' THEN sum(n * cpu_units) ELSE 0 END FROM (
        SELECT tenant_id, project_id, start_of_hour(created_at) AS hour, type, priority, status, cpu_units, 1 AS n FROM fresh
        WHERE expired_at IS NULL
        UNION ALL
        SELECT tenant_id, project_id, start_of_hour(created_at), type, priority, status, cpu_units, -1 FROM stale
        WHERE expired_at IS NULL
      ) moved GROUP BY tenant_id, project_id, hour, type, priority, status
      HAVING sum(n) <> 0 OR status = 'Running' AND sum(n * cpu_units) <> 0;
    END IF;
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER operations_counted AFTER INSERT ON operations
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_operation();

CREATE OR REPLACE TRIGGER operations_recounted AFTER UPDATE ON operations
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_operation();

CREATE OR REPLACE TRIGGER operations_uncounted AFTER DELETE ON operations
  REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION count_operation();
