-- Appends one event for each of `ops` and a delivery for each destination that subscribed to it. It runs inside the statement that
-- changed the operations, and each row is as that statement left it. `whats[i]` is the event's type. `extras[i]` is added to the common
-- data of `ops[i]`, without its nulls; a `progress` in it replaces the row's own, and `sequences[i]` the row's event_seq. An operation may
-- occur several times, in the order of its sequences. Deliveries of a paused webhook wait; a disabled webhook gets none. An end
-- that people are to be told of has a delivery for each of their channels, which is a message (`target`). Returns the
-- events' positions, in the order of `ops`. One call for all operations pays the start of a statement only once.
CREATE OR REPLACE FUNCTION append_events(ops operations[], whats text[], extras jsonb[] DEFAULT '{}', sequences integer[] DEFAULT '{}')
RETURNS bigint[] LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  moment    CONSTANT text := api_time(now());
  ends      CONSTANT text[] := ARRAY['operation.completed', 'operation.failed', 'operation.cancelled'];
  -- The statements below also filter by these arrays, so that no plan reads rows of others.
  ids       text[];
  projects  uuid[];
  tenants   uuid[];
  is_heard  boolean;
  positions bigint[];
BEGIN
  IF coalesce(cardinality(ops), 0) = 0 THEN
    RETURN '{}';
  END IF;
  WITH e AS MATERIALIZED (
    SELECT op.ordinality, op.id, op.tenant_id, op.project_id, op.batch_id, op.type, op.name, op.status, op.priority, op.progress,
      op.current_phase, op.phases_completed, op.total_phases, op.operation_key, op.created_at, op.started_at, op.ended_at, op.timeout_at,
      op.callbacks IS NOT NULL OR op.notifications IS NOT NULL AND op.what = ANY (ends) AS is_heard,
      coalesce(op.extra, '{}') AS extra, op.what, v.sequence, event_id(op.id, v.sequence) AS event_id
    FROM unnest(whats, extras, sequences, ops) WITH ORDINALITY AS op (what, extra, sequence)
      CROSS JOIN LATERAL (SELECT coalesce(op.sequence, op.event_seq) AS sequence) v
  ), written AS (
    INSERT INTO events (id, tenant_id, project_id, operation_id, batch_id, sequence, type, body)
    SELECT e.event_id, e.tenant_id, e.project_id, e.id, e.batch_id, e.sequence, e.what,
      event_body(moment, e.event_id, e.what, e.sequence, e.id, e.type, e.name, e.status, e.priority, e.progress, e.current_phase,
        e.phases_completed, e.total_phases, e.batch_id, e.operation_key, e.created_at, e.started_at, e.ended_at, e.timeout_at, e.extra)
    FROM e ORDER BY e.ordinality
    RETURNING position
  )
  SELECT w.positions, g.* INTO positions, ids, tenants, projects, is_heard
  FROM (SELECT array_agg(position ORDER BY position) AS positions FROM written) w,
    (SELECT array_agg(e.id), array_agg(e.tenant_id), array_agg(e.project_id), bool_or(e.is_heard) FROM e) g;

  -- Most events have no destination, and checking that is several times cheaper than starting an insert into deliveries.
  IF is_heard OR EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant_id = ANY (tenants) AND w.project_id = ANY (projects)) THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, operation_id, batch_id, url, event_type,
      sequence, progress, max_attempts, target, status, ended_at, last_error)
    SELECT 'dlv-' || gen_random_uuid(), e.position, e.tenant_id, e.project_id, d.destination, d.webhook_id, e.id,
      CASE WHEN d.target IS NULL THEN e.batch_id END, d.url, e.what, coalesce(e.sequence, e.event_seq), t.progress, d.attempts, d.target,
      CASE WHEN d.is_silent THEN 'Skipped' ELSE 'Pending' END, CASE WHEN d.is_silent THEN now() END,
      CASE WHEN d.is_silent THEN 'the operation was cancelled without telling anyone' END
    FROM unnest(positions, whats, extras, sequences, ops) AS e (position, what, extra, sequence)
    CROSS JOIN LATERAL (SELECT coalesce((e.extra#>>'{progress,percentage}')::integer, e.progress) AS progress,
      e.what = 'operation.cancelled' AND NOT coalesce((e.cancellation->>'notifyCallbacks')::boolean, true) AS is_silent) t
    CROSS JOIN LATERAL (
      SELECT 'webhook:' || w.id AS destination, w.id AS webhook_id, w.url, attempts_of(w.retry_policy) AS attempts, NULL::jsonb AS target,
        false AS is_silent
      FROM webhooks w
      WHERE w.tenant_id = e.tenant_id AND w.project_id = e.project_id AND w.status <> 'Disabled' AND e.what = ANY (w.events)
        AND (w.filters->'operationTypes' IS NULL OR w.filters->'operationTypes' = '[]' OR w.filters->'operationTypes' ? e.type)
        AND (w.filters->'priorities' IS NULL OR w.filters->'priorities' = '[]' OR w.filters->'priorities' ? e.priority)
        AND (e.what <> 'operation.progress' OR t.progress >= coalesce((w.filters->>'minProgressIncrement')::int, 1) + coalesce(
          (SELECT max(d.progress) FROM deliveries d
           WHERE d.operation_id = e.id AND d.webhook_id = w.id AND d.event_type = 'operation.progress'), 0))
      UNION ALL
      SELECT 'callback:' || c.kind, NULL, e.callbacks->>c.kind, attempts_of(callback_policy()), NULL, false
      FROM (VALUES ('onProgress'), ('onCompletion'), ('onError')) c (kind)
      WHERE e.callbacks->>c.kind IS NOT NULL AND CASE c.kind
        WHEN 'onProgress' THEN e.what = 'operation.progress' AND t.progress >= 5 + coalesce(
          (SELECT max(d.progress) FROM deliveries d
           WHERE d.operation_id = e.id AND d.webhook_id IS NULL AND d.destination = 'callback:onProgress'), 0)
        WHEN 'onCompletion' THEN e.what = 'operation.completed' OR e.what = 'operation.cancelled' AND NOT t.is_silent
        ELSE e.what = 'operation.failed' END
      UNION ALL
      SELECT m.kind, NULL, 'message://' || m.kind, attempts_of(message_policy()), e.notifications->m.kind, t.is_silent
      FROM (VALUES ('email'), ('slack')) m (kind)
      WHERE e.what = ANY (ends) AND e.notifications->m.kind NOT IN ('[]', 'null')
    ) d
    ORDER BY e.position, d.destination;
  END IF;

  -- A newer progress event, or the end, supersedes older progress deliveries that wait, tried or not.
  IF whats && ('operation.progress'::text || ends) AND EXISTS (
    SELECT 1 FROM deliveries d WHERE d.operation_id = ANY (ids) AND d.status = 'Pending' AND d.event_type = 'operation.progress') THEN
    UPDATE deliveries d SET status = 'Superseded', ended_at = now() FROM unnest(positions, whats, ops) AS e (position, what)
    WHERE d.operation_id = ANY (ids) AND d.operation_id = e.id AND d.event_type = 'operation.progress' AND d.status = 'Pending'
      AND d.event_position <> e.position AND (e.what = ANY (ends) OR e.what = 'operation.progress' AND EXISTS (
        SELECT 1 FROM deliveries n WHERE n.event_position = e.position AND n.destination = d.destination));
  END IF;

  IF whats && ARRAY['operation.cancelled', 'operation.failed'] THEN
    PERFORM pg_notify('longhaul_events', json_build_object('position', e.position, 'type', e.what, 'tenantId', e.tenant_id,
      'projectId', e.project_id, 'operationId', e.id, 'batchId', e.batch_id, 'sequence', e.event_seq, 'epoch', e.epoch,
      'force', e.cancellation->'forceTermination')::text)
    FROM unnest(positions, whats, ops) AS e (position, what) WHERE e.what IN ('operation.cancelled', 'operation.failed')
    ORDER BY e.position;
  END IF;
  RETURN positions;
END
$$;
