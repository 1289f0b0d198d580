-- Appends one event for each of `ops` and a delivery for each destination that wants it. Runs inside the statement that
-- changed the operations: each is the row as that statement left it, its event_seq already that of the event. `extras[i]` is
-- merged over the common data of `ops[i]`. A paused webhook's deliveries wait; a disabled one gets none. Returns the events'
-- positions, in the order of `ops`. What starting a statement costs is paid once for all of them.
CREATE OR REPLACE FUNCTION append_operation_events(ops operations[], what text, extras jsonb[] DEFAULT '{}') RETURNS bigint[]
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  -- Named beside each join, so that no plan of it reads what is others'.
  ids       text[] := ARRAY(SELECT op.id FROM unnest(ops) AS op);
  projects  uuid[] := ARRAY(SELECT DISTINCT op.project_id FROM unnest(ops) AS op);
  tenants   uuid[] := ARRAY(SELECT DISTINCT op.tenant_id FROM unnest(ops) AS op);
  positions bigint[];
BEGIN
  IF coalesce(cardinality(ops), 0) = 0 THEN
    RETURN '{}';
  END IF;
  WITH e AS MATERIALIZED (
    SELECT 'evt-' || gen_random_uuid() AS event_id, op.*, coalesce(extras[op.ordinality], '{}') AS extra
    FROM unnest(ops) WITH ORDINALITY AS op
  ), written AS (
    INSERT INTO events (id, tenant_id, project_id, operation_id, batch_id, sequence, type, body)
    SELECT e.event_id, e.tenant_id, e.project_id, e.id, e.batch_id, e.event_seq, what, json_build_object(
      'id', e.event_id,
      'type', what,
      'timestamp', api_time(now()),
      'sequence', e.event_seq,
      'data', jsonb_strip_nulls(jsonb_build_object(
        'operationId', e.id,
        'operationType', e.type,
        'operationName', e.name,
        'status', e.status,
        'priority', e.priority,
        'progress', jsonb_build_object(
          'percentage', e.progress,
          'currentPhase', e.current_phase,
          'phasesCompleted', e.phases_completed,
          'totalPhases', e.total_phases),
        'batchId', e.batch_id,
        'operationKey', e.operation_key,
        'dateCreated', api_time(e.created_at),
        'startTime', api_time(e.started_at),
        'endTime', api_time(e.ended_at),
        'timeoutAt', api_time(e.timeout_at)) || e.extra))::text
    FROM e ORDER BY e.ordinality
    RETURNING position
  )
  SELECT array_agg(position ORDER BY position) INTO positions FROM written;

  -- Most events have no destination. Starting an insert into deliveries costs several times as much as finding that out.
  IF EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant_id = ANY (tenants) AND w.project_id = ANY (projects)) THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, operation_id, batch_id,
                            url, event_type, sequence, progress, max_attempts)
    SELECT 'dlv-' || gen_random_uuid(), positions[op.ordinality], op.tenant_id, op.project_id, 'webhook:' || w.id, w.id, op.id,
           op.batch_id, w.url, what, op.event_seq, op.progress, attempts_of(w.retry_policy)
    FROM unnest(ops) WITH ORDINALITY AS op JOIN webhooks w ON w.tenant_id = op.tenant_id AND w.project_id = op.project_id
    WHERE w.tenant_id = ANY (tenants) AND w.project_id = ANY (projects) AND w.status <> 'Disabled' AND what = ANY (w.events)
      AND (w.filters->'operationTypes' IS NULL OR jsonb_array_length(w.filters->'operationTypes') = 0 OR w.filters->'operationTypes' ? op.type)
      AND (w.filters->'priorities' IS NULL OR jsonb_array_length(w.filters->'priorities') = 0 OR w.filters->'priorities' ? op.priority)
      AND (what <> 'operation.progress' OR op.progress >= coalesce((w.filters->>'minProgressIncrement')::int, 1) + coalesce(
            (SELECT max(d.progress) FROM deliveries d
             WHERE d.operation_id = op.id AND d.webhook_id = w.id AND d.event_type = 'operation.progress'), 0))
    ORDER BY op.ordinality;
  END IF;

  IF what IN ('operation.progress', 'operation.completed', 'operation.failed', 'operation.cancelled') THEN
    IF EXISTS (SELECT 1 FROM unnest(ops) AS op WHERE op.callbacks IS NOT NULL) THEN
      INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, operation_id, batch_id,
                              url, event_type, sequence, progress, max_attempts)
      SELECT 'dlv-' || gen_random_uuid(), positions[op.ordinality], op.tenant_id, op.project_id, 'callback:' || c.kind, op.id,
             op.batch_id, op.callbacks->>c.kind, what, op.event_seq, op.progress, attempts_of(callback_policy())
      FROM unnest(ops) WITH ORDINALITY AS op, (VALUES ('onProgress'), ('onCompletion'), ('onError')) c(kind)
      WHERE op.callbacks->>c.kind IS NOT NULL AND CASE c.kind
        WHEN 'onProgress' THEN what = 'operation.progress' AND op.progress >= 5 + coalesce(
            (SELECT max(d.progress) FROM deliveries d
             WHERE d.operation_id = op.id AND d.destination = 'callback:onProgress'), 0)
        WHEN 'onCompletion' THEN what = 'operation.completed'
            OR what = 'operation.cancelled' AND coalesce((op.cancellation->>'notifyCallbacks')::boolean, true)
        ELSE what = 'operation.failed' END
      ORDER BY op.ordinality;
    END IF;

    -- A newer progress event, or the end, makes older progress that waits pointless, tried before or not.
    UPDATE deliveries d SET status = 'Superseded', ended_at = now()
    FROM unnest(ops) WITH ORDINALITY AS op
    WHERE d.operation_id = ANY (ids) AND d.operation_id = op.id AND d.event_type = 'operation.progress' AND d.status = 'Pending'
      AND d.event_position <> positions[op.ordinality]
      AND (what <> 'operation.progress' OR EXISTS (
        SELECT 1 FROM deliveries n WHERE n.event_position = positions[op.ordinality] AND n.destination = d.destination));
  END IF;

  IF what IN ('operation.cancelled', 'operation.failed') THEN
    PERFORM pg_notify('longhaul_events', json_build_object(
      'position', positions[op.ordinality], 'type', what, 'tenantId', op.tenant_id, 'projectId', op.project_id,
      'operationId', op.id, 'batchId', op.batch_id, 'sequence', op.event_seq, 'epoch', op.epoch,
      'force', op.cancellation->'forceTermination')::text)
    FROM unnest(ops) WITH ORDINALITY AS op ORDER BY op.ordinality;
  END IF;
  RETURN positions;
END
$$;
