-- Appends an event of a batch and the delivery of its callback. `b` is the current row; its event_seq is the event's number.
CREATE OR REPLACE FUNCTION append_batch_event(b batches, what text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  event_pos bigint := append_event(b.tenant_id, b.project_id, b.id, NULL, what, b.event_seq, jsonb_build_object(
    'batchId', b.id, 'batchName', b.name, 'status', b.status, 'totalOperations', b.total_count,
    'operations', (SELECT jsonb_agg(jsonb_build_object('operationKey', o.operation_key, 'operationId', o.id,
        'status', CASE WHEN o.blocked AND o.status = 'Initiated' THEN 'Pending' ELSE o.status END) ORDER BY o.batch_position)
      FROM operations o WHERE o.batch_id = b.id AND o.replaced_by IS NULL),
    'reason', b.cancellation->'reason',
    'dateCreated', api_time(b.created_at), 'batchStartTime', api_time(b.started_at), 'batchEndTime', api_time(b.ended_at)));
  callback  text := CASE what WHEN 'batch.started' THEN 'onBatchStart' WHEN 'batch.completed' THEN 'onBatchComplete' END;
BEGIN
  INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, batch_id, url, event_type, sequence, max_attempts)
  SELECT 'dlv-' || gen_random_uuid(), event_pos, b.tenant_id, b.project_id, 'callback:' || callback, b.id,
    b.callbacks->>callback, what, b.event_seq, attempts_of(callback_policy())
  WHERE b.callbacks->>callback IS NOT NULL
    AND (what <> 'batch.completed' OR coalesce((b.cancellation->>'notifyCallbacks')::boolean, true));

  PERFORM pg_notify('longhaul_events', json_build_object('position', event_pos, 'type', what, 'tenantId', b.tenant_id,
    'projectId', b.project_id, 'operationId', NULL, 'batchId', b.id, 'sequence', b.event_seq, 'epoch', 0)::text);
  RETURN event_pos;
END
$$;
