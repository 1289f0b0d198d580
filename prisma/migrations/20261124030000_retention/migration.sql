-- How long what has ended is kept, by project; projects without a row keep the default of the deployment.

CREATE TABLE project_settings (
  tenant_id      uuid NOT NULL,
  project_id     uuid NOT NULL,
  retention_days integer NOT NULL CHECK (retention_days BETWEEN 1 AND 3650),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, project_id)
);

-- Set when the results and the history of an operation were deleted; its row stays for a while to say so.
ALTER TABLE operations ADD COLUMN expired_at timestamptz;

CREATE INDEX operations_ended ON operations (ended_at) WHERE ended_at IS NOT NULL AND expired_at IS NULL;
CREATE INDEX operations_expired ON operations (expired_at) WHERE expired_at IS NOT NULL;
CREATE INDEX operations_superseded ON operations (ended_at) WHERE root_id IS NOT NULL AND status = 'Completed';

-- What has expired is in no list and in no summary.
CREATE FUNCTION uncount_operation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
  VALUES (OLD.tenant_id, OLD.project_id, date_trunc('hour', OLD.created_at, 'UTC'), OLD.type, OLD.priority, OLD.status, -1);
  RETURN NULL;
END
$$;
DROP TRIGGER operations_counted ON operations;
CREATE TRIGGER operations_counted AFTER INSERT ON operations FOR EACH ROW EXECUTE FUNCTION count_operation();
CREATE TRIGGER operations_uncounted AFTER DELETE ON operations FOR EACH ROW
  WHEN (OLD.expired_at IS NULL) EXECUTE FUNCTION uncount_operation();
CREATE TRIGGER operations_expired AFTER UPDATE OF expired_at ON operations FOR EACH ROW
  WHEN (OLD.expired_at IS NULL AND NEW.expired_at IS NOT NULL) EXECUTE FUNCTION uncount_operation();
