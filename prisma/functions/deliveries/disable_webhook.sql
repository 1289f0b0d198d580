-- Disables a webhook and ends its waiting deliveries (they stay and can be redelivered). Writes an event for the project's listeners.
CREATE OR REPLACE FUNCTION disable_webhook(which text, why text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  w         webhooks;
  event_id  text := 'evt-' || gen_random_uuid();
  event_pos bigint;
BEGIN
  UPDATE webhooks SET status = 'Disabled', disabled_reason = why, updated_at = now(), event_seq = event_seq + 1
  WHERE id = which AND status <> 'Disabled' RETURNING * INTO w;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE deliveries SET status = 'Failed', ended_at = now(), last_error = 'the webhook was disabled'
  WHERE tenant_id = w.tenant_id AND lane = 'webhook:' || w.id AND status = 'Pending';
  INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
  VALUES (event_id, w.tenant_id, w.project_id, w.event_seq, 'webhook.disabled', json_build_object(
    'id', event_id, 'type', 'webhook.disabled', 'timestamp', api_time(now()), 'sequence', w.event_seq,
    'data', json_build_object('webhookId', w.id, 'webhookName', w.name, 'status', w.status, 'reason', why))::text)
  RETURNING position INTO event_pos;
  PERFORM pg_notify('longhaul_events', json_build_object('position', event_pos, 'type', 'webhook.disabled',
    'tenantId', w.tenant_id, 'projectId', w.project_id, 'operationId', NULL, 'batchId', NULL,
    'sequence', w.event_seq, 'epoch', 0)::text);
  RETURN true;
END
$$;
