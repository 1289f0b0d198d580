-- After each statement: records in operation_count_deltas which operations entered or left a list, as counted_as says (expired operations
-- are in no list), and keeps running_operations and ready_operations what they are. Of operations that ended, it corrects what their
-- tenants were charged to the real use (nothing, if they never ran), in one charge for each priority of a tenant; those that ended or
-- expired get their words indexed again. (OFFSET, and rows by their address,
-- leave Postgres no plan that reads more of them than it deletes.)
CREATE OR REPLACE FUNCTION count_operation() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  moved record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
    SELECT tenant_id, project_id, start_of_hour(created_at) AS hour, type, priority, counted_as(status) AS counted, count(*) FROM fresh
    WHERE expired_at IS NULL GROUP BY tenant_id, project_id, hour, type, priority, counted;
    INSERT INTO ready_operations (line, tag, created_at, operation_id)
    SELECT ready_line(status, blocked, fair_tag, lease_until, priority), ready_tag(status, fair_tag, next_attempt_at, created_at), created_at, id FROM fresh
    WHERE ready_line(status, blocked, fair_tag, lease_until, priority) IS NOT NULL;
    INSERT INTO running_operations (tenant_id, project_id, created_at, operation_id, units)
    SELECT tenant_id, project_id, created_at, id, cpu_units FROM fresh WHERE status = 'Running';
    RETURN NULL;
  END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
    SELECT tenant_id, project_id, start_of_hour(created_at) AS hour, type, priority, counted_as(status) AS counted, -count(*) FROM stale
    WHERE expired_at IS NULL GROUP BY tenant_id, project_id, hour, type, priority, counted;
    DELETE FROM running_operations WHERE ctid = ANY (ARRAY(SELECT r.row FROM stale s CROSS JOIN LATERAL (
      SELECT ctid AS row FROM running_operations WHERE s.status = 'Running' AND tenant_id = s.tenant_id AND project_id = s.project_id
        AND created_at = s.created_at AND operation_id = s.id OFFSET 0) r));
    DELETE FROM ready_operations WHERE ctid = ANY (ARRAY(SELECT r.row FROM stale s CROSS JOIN LATERAL (
      SELECT ctid AS row FROM ready_operations WHERE line = ready_line(s.status, s.blocked, s.fair_tag, s.lease_until, s.priority)
        AND tag = ready_tag(s.status, s.fair_tag, s.next_attempt_at, s.created_at) AND created_at = s.created_at AND operation_id = s.id OFFSET 0) r));
  ELSE
    SELECT s.held AND f.held AS all_held, s.ran, f.runs, s.was_ready, f.is_ready, f.is_over,
      CASE WHEN s.is_listed AND f.is_listed AND s.first = s.last THEN s.first END AS was,
      CASE WHEN s.is_listed AND f.is_listed AND f.first = f.last THEN f.first END AS counted
    INTO moved FROM (
      SELECT bool_and(status = 'Running' AND lease_until IS NOT NULL) AS held, bool_or(status = 'Running') AS ran,
        bool_or(ready_line(status, blocked, fair_tag, lease_until, priority) IS NOT NULL) AS was_ready,
        bool_and(expired_at IS NULL) AS is_listed, min(counted_as(status)) AS first, max(counted_as(status)) AS last FROM stale) s, (
      SELECT bool_and(status = 'Running' AND lease_until IS NOT NULL) AS held, bool_or(status = 'Running') AS runs,
        bool_or(ready_line(status, blocked, fair_tag, lease_until, priority) IS NOT NULL) AS is_ready,
        bool_or(ended_at IS NOT NULL OR expired_at IS NOT NULL) AS is_over,
        bool_and(expired_at IS NULL) AS is_listed, min(counted_as(status)) AS first, max(counted_as(status)) AS last FROM fresh) f;
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
    IF moved.runs AND NOT moved.ran THEN
      INSERT INTO running_operations (tenant_id, project_id, created_at, operation_id, units)
      SELECT tenant_id, project_id, created_at, id, cpu_units FROM fresh WHERE status = 'Running';
    ELSIF moved.runs THEN
      INSERT INTO running_operations (tenant_id, project_id, created_at, operation_id, units)
      SELECT tenant_id, project_id, created_at, id, cpu_units FROM fresh
      WHERE status = 'Running' AND id NOT IN (SELECT id FROM stale WHERE status = 'Running');
    END IF;
    IF moved.ran THEN
      DELETE FROM running_operations WHERE ctid = ANY (ARRAY(SELECT r.row FROM (
          SELECT tenant_id, project_id, created_at, id FROM stale
          WHERE status = 'Running' AND (NOT moved.runs OR id NOT IN (SELECT id FROM fresh WHERE status = 'Running'))) s CROSS JOIN LATERAL (
        SELECT ctid AS row FROM running_operations WHERE tenant_id = s.tenant_id AND project_id = s.project_id
          AND created_at = s.created_at AND operation_id = s.id OFFSET 0) r));
    END IF;
    IF moved.is_over THEN
      INSERT INTO unindexed_operations (operation_id) SELECT id FROM fresh
      WHERE ended_at IS NOT NULL AND id NOT IN (SELECT id FROM stale WHERE ended_at IS NOT NULL)
        OR expired_at IS NOT NULL AND id NOT IN (SELECT id FROM stale WHERE expired_at IS NOT NULL);
      INSERT INTO fair_charges (tenant_id, priority, stride, passed)
      SELECT tenant_id, priority, fair_stride(tenant_id, sum(owed)), max(passed) FROM (
        SELECT tenant_id, priority, cpu_units * ran_seconds(f::operations) - fair_cost(cpu_units, estimated_low_sec, estimated_high_sec) AS owed,
          CASE WHEN started_at IS NOT NULL THEN fair_tag END AS passed
        FROM fresh f WHERE ended_at IS NOT NULL AND fair_tag > 0 AND id NOT IN (SELECT id FROM stale WHERE ended_at IS NOT NULL)) ended
      GROUP BY tenant_id, priority;
    END IF;
    IF moved.was <> moved.counted THEN
      -- All went the same way: one row a place.
      INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, was, n)
      SELECT tenant_id, project_id, start_of_hour(created_at) AS hour, type, priority, moved.counted, moved.was, count(*)
      FROM fresh GROUP BY tenant_id, project_id, hour, type, priority;
    ELSIF moved.was IS NULL OR moved.counted IS NULL THEN
      INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
      SELECT tenant_id, project_id, hour, type, priority, counted, sum(n) FROM (
        SELECT tenant_id, project_id, start_of_hour(created_at) AS hour, type, priority, counted_as(status) AS counted, 1 AS n FROM fresh
        WHERE expired_at IS NULL
        UNION ALL
        SELECT tenant_id, project_id, start_of_hour(created_at), type, priority, counted_as(status), -1 FROM stale
        WHERE expired_at IS NULL
      ) moves GROUP BY tenant_id, project_id, hour, type, priority, counted HAVING sum(n) <> 0;
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

-- Each row of its own did this before.
DROP TRIGGER IF EXISTS operations_correct_charge ON operations;
DROP FUNCTION IF EXISTS correct_charge();
DROP TRIGGER IF EXISTS operations_reindexed ON operations;
