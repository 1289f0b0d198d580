-- Messages to people about the end of an operation: an outbox. A row per channel is inserted in the transaction that
-- ends the operation; the workers send it and record what came of it. It never changes the operation.

CREATE TABLE notifications (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  operation_id    text NOT NULL REFERENCES operations ON DELETE CASCADE,
  tenant_id       uuid NOT NULL,
  project_id      uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('email', 'slack')),
  target          jsonb NOT NULL,
  status          text NOT NULL DEFAULT 'Pending' CHECK (status IN ('Pending', 'Sent', 'Failed', 'Skipped')),
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  lease_until     timestamptz,
  epoch           integer NOT NULL DEFAULT 0,
  last_error      text,
  sent_at         timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (operation_id, kind),
  CHECK ((sent_at IS NULL) = (status <> 'Sent'))
);

CREATE INDEX notifications_due ON notifications (next_attempt_at) WHERE status = 'Pending';

CREATE FUNCTION notify_people() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER operations_notify_people AFTER UPDATE OF status ON operations FOR EACH ROW
  WHEN (NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL AND NEW.notifications IS NOT NULL)
  EXECUTE FUNCTION notify_people();

-- Addresses of people are kept no longer than what they were told of.
CREATE FUNCTION forget_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM notifications WHERE operation_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER operations_forget_people AFTER UPDATE OF expired_at ON operations FOR EACH ROW
  WHEN (NEW.expired_at IS NOT NULL AND OLD.expired_at IS NULL)
  EXECUTE FUNCTION forget_people();
