-- Appends one event for each of `ops` and a delivery for each destination that subscribed to it. It runs inside the statement that
-- changed the operations, and each row is as that statement left it. `whats[i]` is the event's type. `extras[i]` is added to the common
-- data of `ops[i]`, without its nulls; a `progress` in it replaces the row's own, and `sequences[i]` the row's event_seq. An operation may
-- occur several times, in the order of its sequences. Deliveries of a paused webhook wait; a disabled webhook gets none. An end
-- that people are to be told of has a delivery for each of their channels, which is a message (`target`). Returns the
-- events' positions, in the order of `ops`. One call for all operations pays the start of a statement only once.
CREATE OR REPLACE FUNCTION append_events(ops operations[], whats text[], extras jsonb[], sequences integer[] DEFAULT '{}') RETURNS bigint[]
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  moment    CONSTANT text := api_time(now());
  -- The joins below also filter by these arrays, so that no plan reads rows of others.
  ids       text[];
  projects  uuid[];
  tenants   uuid[];
  called    boolean;
  told      boolean;
  positions bigint[];
BEGIN
  IF coalesce(cardinality(ops), 0) = 0 THEN
    RETURN '{}';
  END IF;
  WITH e AS MATERIALIZED (
    SELECT op.ordinality, op.id, op.tenant_id, op.project_id, op.batch_id, op.type, op.name, op.status, op.priority, op.progress, op.current_phase,
      op.phases_completed, op.total_phases, op.operation_key, op.created_at, op.started_at, op.ended_at, op.timeout_at,
      op.callbacks IS NOT NULL AS is_called,
      op.notifications IS NOT NULL AND whats[op.ordinality] IN ('operation.completed', 'operation.failed', 'operation.cancelled') AS is_told,
      coalesce(extras[op.ordinality], '{}') AS extra, v.what, v.sequence, event_id(op.id, v.sequence) AS event_id
    FROM unnest(ops) WITH ORDINALITY AS op
      CROSS JOIN LATERAL (SELECT whats[op.ordinality] AS what, coalesce(sequences[op.ordinality], op.event_seq) AS sequence) v
  ), written AS (
    INSERT INTO events (id, tenant_id, project_id, operation_id, batch_id, sequence, type, body)
    SELECT e.event_id, e.tenant_id, e.project_id, e.id, e.batch_id, e.sequence, e.what,
      event_body(moment, e.event_id, e.what, e.sequence, e.id, e.type, e.name, e.status, e.priority, e.progress, e.current_phase,
        e.phases_completed, e.total_phases, e.batch_id, e.operation_key, e.created_at, e.started_at, e.ended_at, e.timeout_at, e.extra)
    FROM e ORDER BY e.ordinality
    RETURNING position
  )
  SELECT w.positions, g.* INTO positions, ids, tenants, projects, called, told
  FROM (SELECT array_agg(position ORDER BY position) AS positions FROM written) w,
    (SELECT array_agg(e.id), array_agg(e.tenant_id), array_agg(e.project_id), bool_or(e.is_called), bool_or(e.is_told) FROM e) g;

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
           WHERE d.operation_id = op.id AND d.webhook_id IS NULL AND d.destination = 'callback:onProgress'), 0)
      WHEN 'onCompletion' THEN t.what = 'operation.completed'
          OR t.what = 'operation.cancelled' AND coalesce((op.cancellation->>'notifyCallbacks')::boolean, true)
      ELSE t.what = 'operation.failed' END
    ORDER BY op.ordinality;
  END IF;

  IF told THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, operation_id, url, event_type, sequence, max_attempts,
                            target, status, ended_at, last_error)
    SELECT 'dlv-' || gen_random_uuid(), positions[op.ordinality], op.tenant_id, op.project_id, t.kind, op.id, 'message://' || t.kind,
      whats[op.ordinality], coalesce(sequences[op.ordinality], op.event_seq), attempts_of(message_policy()), t.target,
      CASE WHEN v.silent THEN 'Skipped' ELSE 'Pending' END, CASE WHEN v.silent THEN now() END,
      CASE WHEN v.silent THEN 'the operation was cancelled without telling anyone' END
    FROM unnest(ops) WITH ORDINALITY AS op
      CROSS JOIN LATERAL (VALUES ('email', op.notifications->'email'), ('slack', op.notifications->'slack')) t (kind, target)
      CROSS JOIN LATERAL (SELECT whats[op.ordinality] = 'operation.cancelled'
        AND NOT coalesce((op.cancellation->>'notifyCallbacks')::boolean, true) AS silent) v
    WHERE whats[op.ordinality] IN ('operation.completed', 'operation.failed', 'operation.cancelled') AND t.target NOT IN ('[]', 'null')
    ORDER BY op.ordinality, t.kind;
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

-- It wrote the messages of an end before.
DROP TRIGGER IF EXISTS operations_notify_people ON operations;
DROP FUNCTION IF EXISTS notify_people();
