-- Appends one event of an operation and a delivery for each destination that wants it. Runs inside the statement
-- that changed the operation; `op` is the row as that statement left it, its event_seq already that of this event.
-- `extra` is merged over the common data. A paused webhook's deliveries wait; a disabled one gets none.
CREATE OR REPLACE FUNCTION append_operation_event(op operations, what text, extra jsonb DEFAULT '{}') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  event_id  text := 'evt-' || gen_random_uuid();
  event_pos bigint;
  event_body text;
BEGIN
  event_body := json_build_object(
    'id', event_id,
    'type', what,
    'timestamp', api_time(now()),
    'sequence', op.event_seq,
    'data', jsonb_strip_nulls(jsonb_build_object(
      'operationId', op.id,
      'operationType', op.type,
      'operationName', op.name,
      'status', op.status,
      'priority', op.priority,
      'progress', jsonb_build_object(
        'percentage', op.progress,
        'currentPhase', op.current_phase,
        'phasesCompleted', op.phases_completed,
        'totalPhases', op.total_phases),
      'batchId', op.batch_id,
      'operationKey', op.operation_key,
      'dateCreated', api_time(op.created_at),
      'startTime', api_time(op.started_at),
      'endTime', api_time(op.ended_at),
      'timeoutAt', api_time(op.timeout_at)) || extra))::text;

  INSERT INTO events (id, tenant_id, project_id, operation_id, batch_id, sequence, type, body)
  VALUES (event_id, op.tenant_id, op.project_id, op.id, op.batch_id, op.event_seq, what, event_body)
  RETURNING position INTO event_pos;

  -- Most events have no destination. Starting an insert into deliveries costs several times as much as finding that out.
  IF EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant_id = op.tenant_id AND w.project_id = op.project_id) THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, operation_id, batch_id,
                            url, event_type, sequence, progress, max_attempts)
    SELECT 'dlv-' || gen_random_uuid(), event_pos, op.tenant_id, op.project_id, 'webhook:' || w.id, w.id, op.id, op.batch_id,
           w.url, what, op.event_seq, op.progress, attempts_of(w.retry_policy)
    FROM webhooks w
    WHERE w.tenant_id = op.tenant_id AND w.project_id = op.project_id AND w.status <> 'Disabled' AND what = ANY (w.events)
      AND (w.filters->'operationTypes' IS NULL OR jsonb_array_length(w.filters->'operationTypes') = 0 OR w.filters->'operationTypes' ? op.type)
      AND (w.filters->'priorities' IS NULL OR jsonb_array_length(w.filters->'priorities') = 0 OR w.filters->'priorities' ? op.priority)
      AND (what <> 'operation.progress' OR op.progress >= coalesce((w.filters->>'minProgressIncrement')::int, 1) + coalesce(
            (SELECT max(d.progress) FROM deliveries d
             WHERE d.operation_id = op.id AND d.webhook_id = w.id AND d.event_type = 'operation.progress'), 0));
  END IF;

  IF op.callbacks IS NOT NULL
    AND what IN ('operation.progress', 'operation.completed', 'operation.failed', 'operation.cancelled') THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, operation_id, batch_id,
                            url, event_type, sequence, progress, max_attempts)
    SELECT 'dlv-' || gen_random_uuid(), event_pos, op.tenant_id, op.project_id, 'callback:' || c.kind, op.id, op.batch_id,
           c.url, what, op.event_seq, op.progress, attempts_of(callback_policy())
    FROM (SELECT k.kind, op.callbacks->>k.kind AS url FROM (VALUES ('onProgress'), ('onCompletion'), ('onError')) k(kind)) c
    WHERE c.url IS NOT NULL AND CASE c.kind
      WHEN 'onProgress' THEN what = 'operation.progress' AND op.progress >= 5 + coalesce(
          (SELECT max(d.progress) FROM deliveries d
           WHERE d.operation_id = op.id AND d.destination = 'callback:onProgress'), 0)
      WHEN 'onCompletion' THEN what = 'operation.completed'
          OR what = 'operation.cancelled' AND coalesce((op.cancellation->>'notifyCallbacks')::boolean, true)
      ELSE what = 'operation.failed' END;
  END IF;

  -- A newer progress event, or the end, makes older progress that waits pointless, tried before or not.
  IF what IN ('operation.progress', 'operation.completed', 'operation.failed', 'operation.cancelled') THEN
    UPDATE deliveries d SET status = 'Superseded', ended_at = now()
    WHERE d.operation_id = op.id AND d.event_type = 'operation.progress' AND d.status = 'Pending'
      AND d.event_position <> event_pos
      AND (what <> 'operation.progress'
           OR EXISTS (SELECT 1 FROM deliveries n WHERE n.event_position = event_pos AND n.destination = d.destination));
  END IF;

  IF what IN ('operation.cancelled', 'operation.failed') THEN
    PERFORM pg_notify('longhaul_events', json_build_object(
      'position', event_pos, 'type', what, 'tenantId', op.tenant_id, 'projectId', op.project_id,
      'operationId', op.id, 'batchId', op.batch_id, 'sequence', op.event_seq, 'epoch', op.epoch,
      'force', op.cancellation->'forceTermination')::text);
  END IF;
  RETURN event_pos;
END
$$;
