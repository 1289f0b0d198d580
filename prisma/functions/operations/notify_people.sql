-- Creates the messages to people about an operation's end, one for each channel that the operation names.
CREATE OR REPLACE FUNCTION notify_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO notifications (operation_id, tenant_id, project_id, kind, target, status, last_error)
  SELECT NEW.id, NEW.tenant_id, NEW.project_id, wanted.kind, wanted.target,
    CASE WHEN silent THEN 'Skipped' ELSE 'Pending' END,
    CASE WHEN silent THEN 'the operation was cancelled without telling anyone' END
  FROM (SELECT NEW.status = 'Cancelled' AND coalesce(NEW.cancellation ->> 'notifyCallbacks', 'true') = 'false') cancelled (silent),
    (VALUES ('email', NEW.notifications -> 'email'), ('slack', NEW.notifications -> 'slack')) wanted (kind, target)
  WHERE wanted.target IS NOT NULL AND wanted.target NOT IN ('[]', 'null')
  ON CONFLICT (operation_id, kind) DO NOTHING;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER operations_notify_people AFTER UPDATE OF status ON operations FOR EACH ROW
  WHEN (NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL AND NEW.notifications IS NOT NULL)
  EXECUTE FUNCTION notify_people();
