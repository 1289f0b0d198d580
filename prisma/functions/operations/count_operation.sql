-- Records in operation_count_deltas which operations entered or left a list, once per statement, with the CPU units of running ones.
-- Expired operations are in no list.
CREATE OR REPLACE FUNCTION count_operation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n, cpu_units)
    SELECT tenant_id, project_id, date_trunc('hour', created_at, 'UTC') AS hour, type, priority, status, count(*),
      CASE status WHEN 'Running' THEN sum(cpu_units) ELSE 0 END FROM fresh
    WHERE expired_at IS NULL GROUP BY tenant_id, project_id, hour, type, priority, status;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n, cpu_units)
    SELECT tenant_id, project_id, date_trunc('hour', created_at, 'UTC') AS hour, type, priority, status, -count(*),
      CASE status WHEN 'Running' THEN -sum(cpu_units) ELSE 0 END FROM stale
    WHERE expired_at IS NULL GROUP BY tenant_id, project_id, hour, type, priority, status;
  ELSE
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n, cpu_units)
    SELECT tenant_id, project_id, hour, type, priority, status, sum(n), CASE status WHEN 'Running' THEN sum(n * cpu_units) ELSE 0 END FROM (
      SELECT tenant_id, project_id, date_trunc('hour', created_at, 'UTC') AS hour, type, priority, status, cpu_units, 1 AS n FROM fresh
      WHERE expired_at IS NULL
      UNION ALL
      SELECT tenant_id, project_id, date_trunc('hour', created_at, 'UTC'), type, priority, status, cpu_units, -1 FROM stale
      WHERE expired_at IS NULL
    ) moved GROUP BY tenant_id, project_id, hour, type, priority, status
    HAVING sum(n) <> 0 OR status = 'Running' AND sum(n * cpu_units) <> 0;
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
