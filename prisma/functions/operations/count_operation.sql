-- Notes in operation_count_deltas that an operation entered a list or left one. What has expired is in no list.
CREATE OR REPLACE FUNCTION count_operation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.expired_at IS NULL THEN
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
    VALUES (OLD.tenant_id, OLD.project_id, date_trunc('hour', OLD.created_at, 'UTC'), OLD.type, OLD.priority, OLD.status, -1);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.expired_at IS NULL THEN
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
    VALUES (NEW.tenant_id, NEW.project_id, date_trunc('hour', NEW.created_at, 'UTC'), NEW.type, NEW.priority, NEW.status, 1);
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER operations_counted AFTER INSERT OR DELETE ON operations FOR EACH ROW EXECUTE FUNCTION count_operation();

CREATE OR REPLACE TRIGGER operations_recounted AFTER UPDATE OF status, expired_at ON operations FOR EACH ROW
  WHEN (OLD.status <> NEW.status OR (OLD.expired_at IS NULL) <> (NEW.expired_at IS NULL)) EXECUTE FUNCTION count_operation();
