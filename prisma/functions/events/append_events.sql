-- Appends one event for each of `ops` and a delivery for each destination that subscribed to it. It runs inside the statement that
-- changed the operations, and each row is as that statement left it. `whats[i]` is the event's type. `extras[i]` is added to the common
-- data of `ops[i]`, without its nulls; a `progress` in it replaces the row's own, and `sequences[i]` the row's event_seq. An operation may
-- occur several times, in the order of its sequences. Deliveries of a paused webhook wait; a disabled webhook gets none. Returns the
-- events' positions, in the order of `ops`. One call for all operations pays the start of a statement only once.
CREATE OR REPLACE FUNCTION append_events(ops operations[], whats text[], extras jsonb[], sequences integer[] DEFAULT '{}') RETURNS bigint[]
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  stamp     text := api_time(now());
  -- The joins below also filter by these arrays, so that no plan reads rows of others.
  ids       text[];
  projects  uuid[];
  tenants   uuid[];
  called    boolean;
  positions bigint[];
BEGIN
  IF coalesce(cardinality(ops), 0) = 0 THEN
    RETURN '{}';
  END IF;
  -- The body is put together as text: building the same by jsonb costs three times as much, more than all else of an event.
  WITH e AS MATERIALIZED (
    SELECT op.ordinality, op.id, op.tenant_id, op.project_id, op.batch_id, v.event_id, v.what, v.sequence, op.callbacks IS NOT NULL AS is_called, concat(
      '{"id":"', v.event_id, '","type":"', v.what, '","timestamp":"', stamp, '","sequence":', v.sequence,
      ',"data":{"operationId":', to_json(op.id), ',"operationType":', to_json(op.type), ',"operationName":', to_json(op.name),
      ',"status":"', op.status, '","priority":"', op.priority, '"',
      CASE WHEN NOT v.has_progress THEN concat(
        ',"progress":{"percentage":', op.progress, ',"currentPhase":' || to_json(op.current_phase)::text,
        ',"phasesCompleted":', op.phases_completed, ',"totalPhases":', op.total_phases, '}') END,
      ',"batchId":' || to_json(op.batch_id)::text, ',"operationKey":' || to_json(op.operation_key)::text,
      ',"dateCreated":"', api_time(op.created_at), '"', ',"startTime":"' || api_time(op.started_at) || '"',
      ',"endTime":"' || api_time(op.ended_at) || '"', ',"timeoutAt":"' || api_time(op.timeout_at) || '"',
      coalesce(',' || substr(v.extra, 2), '}'), '}') AS body
    FROM unnest(ops) WITH ORDINALITY AS op
      CROSS JOIN LATERAL (SELECT 'evt-' || gen_random_uuid() AS event_id, whats[op.ordinality] AS what,
        coalesce(sequences[op.ordinality], op.event_seq) AS sequence,
        extras[op.ordinality]->'progress' IS NOT NULL AS has_progress,
        nullif(jsonb_strip_nulls(extras[op.ordinality])::text, '{}') AS extra) v
  ), written AS (
    INSERT INTO events (id, tenant_id, project_id, operation_id, batch_id, sequence, type, body)
    SELECT e.event_id, e.tenant_id, e.project_id, e.id, e.batch_id, e.sequence, e.what, e.body FROM e ORDER BY e.ordinality
    RETURNING position
  )
  SELECT w.positions, g.* INTO positions, ids, tenants, projects, called
  FROM (SELECT array_agg(position ORDER BY position) AS positions FROM written) w,
    (SELECT array_agg(e.id), array_agg(e.tenant_id), array_agg(e.project_id), bool_or(e.is_called) FROM e) g;

  -- Most events have no destination, and checking that is several times cheaper than starting an insert into deliveries.
  IF EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant_id = ANY (tenants) AND w.project_id = ANY (projects)) THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, operation_id, batch_id,
                            url, event_type, sequence, progress, max_attempts)
    SELECT 'dlv-' || gen_random_uuid(), positions[op.ordinality], op.tenant_id, op.project_id, 'webhook:' || w.id, w.id, op.id,
           op.batch_id, w.url, t.what, t.sequence, t.progress, attempts_of(w.retry_policy)
    FROM unnest(ops) WITH ORDINALITY AS op CROSS JOIN LATERAL (SELECT whats[op.ordinality] AS what,
        coalesce(sequences[op.ordinality], op.event_seq) AS sequence,
        coalesce((extras[op.ordinality]#>>'{progress,percentage}')::integer, op.progress) AS progress) t
      JOIN webhooks w ON w.tenant_id = op.tenant_id AND w.project_id = op.project_id
    WHERE w.tenant_id = ANY (tenants) AND w.project_id = ANY (projects) AND w.status <> 'Disabled' AND t.what = ANY (w.events)
      AND (w.filters->'operationTypes' IS NULL OR jsonb_array_length(w.filters->'operationTypes') = 0 OR w.filters->'operationTypes' ? op.type)
      AND (w.filters->'priorities' IS NULL OR jsonb_array_length(w.filters->'priorities') = 0 OR w.filters->'priorities' ? op.priority)
      AND (t.what <> 'operation.progress' OR t.progress >= coalesce((w.filters->>'minProgressIncrement')::int, 1) + coalesce(
            (SELECT max(d.progress) FROM deliveries d
             WHERE d.operation_id = op.id AND d.webhook_id = w.id AND d.event_type = 'operation.progress'), 0))
    ORDER BY op.ordinality;
  END IF;

  IF called AND whats && ARRAY['operation.progress', 'operation.completed', 'operation.failed', 'operation.cancelled'] THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, operation_id, batch_id,
                            url, event_type, sequence, progress, max_attempts)
    SELECT 'dlv-' || gen_random_uuid(), positions[op.ordinality], op.tenant_id, op.project_id, 'callback:' || c.kind, op.id,
           op.batch_id, op.callbacks->>c.kind, t.what, coalesce(sequences[op.ordinality], op.event_seq), op.progress,
           attempts_of(callback_policy())
    FROM unnest(ops) WITH ORDINALITY AS op CROSS JOIN LATERAL (SELECT whats[op.ordinality] AS what) t,
      (VALUES ('onProgress'), ('onCompletion'), ('onError')) c(kind)
    WHERE op.callbacks->>c.kind IS NOT NULL AND CASE c.kind
      WHEN 'onProgress' THEN t.what = 'operation.progress' AND op.progress >= 5 + coalesce(
          (SELECT max(d.progress) FROM deliveries d
           WHERE d.operation_id = op.id AND d.destination = 'callback:onProgress'), 0)
      WHEN 'onCompletion' THEN t.what = 'operation.completed'
          OR t.what = 'operation.cancelled' AND coalesce((op.cancellation->>'notifyCallbacks')::boolean, true)
      ELSE t.what = 'operation.failed' END
    ORDER BY op.ordinality;
  END IF;

  -- A newer progress event, or the end, supersedes older progress deliveries that wait, tried or not.
  IF whats && ARRAY['operation.progress', 'operation.completed', 'operation.failed', 'operation.cancelled'] AND EXISTS (
    SELECT 1 FROM deliveries d WHERE d.operation_id = ANY (ids) AND d.status = 'Pending' AND d.event_type = 'operation.progress') THEN
    UPDATE deliveries d SET status = 'Superseded', ended_at = now()
    FROM unnest(ops) WITH ORDINALITY AS op CROSS JOIN LATERAL (SELECT whats[op.ordinality] AS what) t
    WHERE d.operation_id = ANY (ids) AND d.operation_id = op.id AND d.event_type = 'operation.progress' AND d.status = 'Pending'
      AND d.event_position <> positions[op.ordinality] AND CASE t.what
        WHEN 'operation.progress' THEN EXISTS (
          SELECT 1 FROM deliveries n WHERE n.event_position = positions[op.ordinality] AND n.destination = d.destination)
        ELSE t.what IN ('operation.completed', 'operation.failed', 'operation.cancelled') END;
  END IF;

  IF whats && ARRAY['operation.cancelled', 'operation.failed'] THEN
    PERFORM pg_notify('longhaul_events', json_build_object(
      'position', positions[op.ordinality], 'type', whats[op.ordinality], 'tenantId', op.tenant_id, 'projectId', op.project_id,
      'operationId', op.id, 'batchId', op.batch_id, 'sequence', op.event_seq, 'epoch', op.epoch,
      'force', op.cancellation->'forceTermination')::text)
    FROM unnest(ops) WITH ORDINALITY AS op WHERE whats[op.ordinality] IN ('operation.cancelled', 'operation.failed')
    ORDER BY op.ordinality;
  END IF;
  RETURN positions;
END
$$;
