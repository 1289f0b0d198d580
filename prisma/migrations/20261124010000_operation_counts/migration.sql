-- Counts of operations by hour of creation, so that a list's summary doesn't count a million rows.
-- Changes are appended as deltas, which never wait for each other, and folded in by compact_operation_counts.

CREATE TABLE operation_counts (
  tenant_id  uuid NOT NULL,
  project_id uuid NOT NULL,
  hour       timestamptz NOT NULL,
  type       text NOT NULL,
  priority   text NOT NULL,
  status     text NOT NULL,
  n          bigint NOT NULL,
  PRIMARY KEY (tenant_id, project_id, hour, type, priority, status) INCLUDE (n)
);

CREATE TABLE operation_count_deltas (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  uuid NOT NULL,
  project_id uuid NOT NULL,
  hour       timestamptz NOT NULL,
  type       text NOT NULL,
  priority   text NOT NULL,
  status     text NOT NULL,
  n          integer NOT NULL
);
CREATE INDEX operation_count_deltas_project ON operation_count_deltas (tenant_id, project_id);

CREATE FUNCTION count_operation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
    VALUES (OLD.tenant_id, OLD.project_id, date_trunc('hour', OLD.created_at, 'UTC'), OLD.type, OLD.priority, OLD.status, -1);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
    VALUES (NEW.tenant_id, NEW.project_id, date_trunc('hour', NEW.created_at, 'UTC'), NEW.type, NEW.priority, NEW.status, 1);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER operations_counted AFTER INSERT OR DELETE ON operations FOR EACH ROW EXECUTE FUNCTION count_operation();
CREATE TRIGGER operations_recounted AFTER UPDATE OF status ON operations FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION count_operation();

INSERT INTO operation_counts (tenant_id, project_id, hour, type, priority, status, n)
SELECT tenant_id, project_id, date_trunc('hour', created_at, 'UTC'), type, priority, status, count(*) FROM operations GROUP BY 1, 2, 3, 4, 5, 6;

-- Folds up to max_rows deltas into the counts; returns how many. One caller at a time: a second waits for the rows.
CREATE FUNCTION compact_operation_counts(max_rows integer) RETURNS bigint LANGUAGE sql AS $$
  WITH folded AS (
    DELETE FROM operation_count_deltas WHERE id IN (SELECT id FROM operation_count_deltas ORDER BY id LIMIT max_rows)
    RETURNING tenant_id, project_id, hour, type, priority, status, n
  ), merged AS (
    INSERT INTO operation_counts (tenant_id, project_id, hour, type, priority, status, n)
    SELECT tenant_id, project_id, hour, type, priority, status, sum(n) FROM folded GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0
    ON CONFLICT (tenant_id, project_id, hour, type, priority, status) DO UPDATE SET n = operation_counts.n + excluded.n
  )
  SELECT count(*) FROM folded
$$;

CREATE INDEX operations_project_status ON operations (tenant_id, project_id, status, created_at DESC, id DESC);
CREATE INDEX operations_project_type ON operations (tenant_id, project_id, type, created_at DESC, id DESC);
CREATE INDEX operations_project_priority ON operations (tenant_id, project_id, priority, created_at DESC, id DESC);
