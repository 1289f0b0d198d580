-- Messages to people about an operation's end are deliveries: of the event of that end, to the destination `email` or `slack`, with the
-- addresses or the channel in `target`, which no other delivery has. They have a URL of no receiver's, from which their lane (one for
-- each tenant and channel) and their origin (one for each channel) follow.

-- First of all, since an end locks its operation before it writes a delivery. Retention deletes events, and with them deliveries.
DROP TRIGGER IF EXISTS operations_forget_people ON operations;
DROP FUNCTION IF EXISTS forget_people();

ALTER TABLE deliveries ADD COLUMN target jsonb;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_status_check,
  ADD CONSTRAINT deliveries_status_check CHECK (status IN ('Pending', 'InFlight', 'Delivered', 'Failed', 'Superseded', 'Skipped'));

INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, operation_id, url, event_type, sequence, status, attempts,
  max_attempts, next_attempt_at, epoch, crash_count, created_at, ended_at, last_error, target)
SELECT 'dlv-' || n.id, e.position, n.tenant_id, n.project_id, n.kind, n.operation_id, 'message://' || n.kind, e.type, e.sequence,
  CASE n.status WHEN 'Sent' THEN 'Delivered' ELSE n.status END,
  -- A claim counted its attempt; those under way are made again.
  n.attempts - (n.status = 'Pending' AND n.lease_until IS NOT NULL)::integer, 6, n.next_attempt_at, n.epoch, n.crash_count, n.created_at,
  CASE WHEN n.status <> 'Pending' THEN coalesce(n.sent_at, n.created_at) END, n.last_error, n.target
FROM notifications n CROSS JOIN LATERAL (
  -- The end is an operation's last event.
  SELECT e.position, e.type, e.sequence FROM events e WHERE e.operation_id = n.operation_id ORDER BY e.sequence DESC LIMIT 1) e
ON CONFLICT (event_position, destination) DO NOTHING;

-- Until append_events.sql is applied, and drops it: writes the messages of an end whose event the same statement has written.
CREATE OR REPLACE FUNCTION notify_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, operation_id, url, event_type, sequence, max_attempts,
    target, status, ended_at, last_error)
  SELECT 'dlv-' || gen_random_uuid(), e.position, NEW.tenant_id, NEW.project_id, wanted.kind, NEW.id, 'message://' || wanted.kind, e.type,
    e.sequence, 6, wanted.target, CASE WHEN silent THEN 'Skipped' ELSE 'Pending' END, CASE WHEN silent THEN now() END,
    CASE WHEN silent THEN 'the operation was cancelled without telling anyone' END
  FROM (SELECT NEW.status = 'Cancelled' AND coalesce(NEW.cancellation ->> 'notifyCallbacks', 'true') = 'false') cancelled (silent),
    (VALUES ('email', NEW.notifications -> 'email'), ('slack', NEW.notifications -> 'slack')) wanted (kind, target), events e
  WHERE wanted.target IS NOT NULL AND wanted.target NOT IN ('[]', 'null')
    AND e.operation_id = NEW.id AND e.type IN ('operation.completed', 'operation.failed', 'operation.cancelled')
  ON CONFLICT (event_position, destination) DO NOTHING;
  RETURN NULL;
END $$;

DROP TABLE notifications;
-- What processes of the version before read; the next version drops it. A row that seems to be leased for ever is one that nobody claims.
CREATE VIEW notifications AS
SELECT substr(d.id, 5)::uuid AS id, d.operation_id, d.tenant_id, d.project_id, d.destination AS kind, d.target,
  CASE d.status WHEN 'Delivered' THEN 'Sent' WHEN 'InFlight' THEN 'Pending' ELSE d.status END AS status,
  6 + d.attempts - d.max_attempts AS attempts, d.next_attempt_at, 'infinity'::timestamptz AS lease_until, d.epoch, d.crash_count,
  d.lapsed_epoch, d.last_error, CASE d.status WHEN 'Delivered' THEN d.ended_at END AS sent_at, d.created_at
FROM deliveries d
-- A view has its owner's rights: the wall between tenants is the same as that of deliveries.
WHERE d.target IS NOT NULL
  AND (current_user <> 'longhaul_api' OR strpos(current_setting('longhaul.tenants', true), d.tenant_id::text) > 0);

-- Deliveries and messages that haven't arrived are counted and paged apart.
DROP INDEX deliveries_stage, deliveries_failed;
CREATE INDEX deliveries_stage ON deliveries (least(attempts, 1), next_attempt_at)
  WHERE status = 'Pending' AND target IS NULL AND least(attempts, 1) IS NOT NULL;
CREATE INDEX deliveries_message_stage ON deliveries (least(attempts, 1), next_attempt_at)
  WHERE status = 'Pending' AND target IS NOT NULL AND least(attempts, 1) IS NOT NULL;
CREATE INDEX deliveries_failed ON deliveries (ended_at) WHERE status = 'Failed' AND target IS NULL AND ended_at IS NOT NULL;
CREATE INDEX deliveries_failed_messages ON deliveries (ended_at)
  WHERE target IS NOT NULL AND (status = 'Failed' OR status = 'Skipped' AND epoch > 0) AND ended_at IS NOT NULL;

-- Only a caller that knows messages gets any: a worker of the version before doesn't.
DROP FUNCTION IF EXISTS claim_deliveries(integer, integer, integer, integer, integer, integer, integer, double precision);
