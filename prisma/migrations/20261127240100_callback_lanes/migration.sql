-- A delivery's lane follows from its row, so that no statement can write another: a webhook's own, or, for all callbacks
-- alike, one for each tenant and origin. How often a callback is tried, and how long between, is said once too.

CREATE FUNCTION callback_lane(tenant uuid, url text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 'callback:' || tenant::text || ':' || url_origin(url)
$$;

ALTER TABLE deliveries DROP COLUMN lane;
ALTER TABLE deliveries ADD COLUMN lane text NOT NULL
  GENERATED ALWAYS AS (CASE WHEN webhook_id IS NULL THEN callback_lane(tenant_id, url) ELSE 'webhook:' || webhook_id END) STORED;
CREATE INDEX deliveries_lane_due ON deliveries (lane, next_attempt_at) WHERE status = 'Pending';
-- Of the lanes that tenants shared.
DELETE FROM delivery_lanes WHERE lane LIKE 'origin:%';

-- Callbacks have no policy of their own; delays in seconds.
CREATE FUNCTION callback_policy() RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '{"maxRetries": 5, "retryDelay": 10, "backoffMultiplier": 3, "maxDelay": 3600}'::jsonb
$$;

-- How many attempts a retry policy allows, the first one included.
CREATE FUNCTION attempts_of(policy jsonb) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 1 + coalesce((policy->>'maxRetries')::integer, 0)
$$;

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

-- Appends one event of a batch and the delivery of its callback. `b` is the row as it is now, its event_seq that of the event.
CREATE OR REPLACE FUNCTION append_batch_event(b batches, what text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  event_id  text := 'evt-' || gen_random_uuid();
  event_pos bigint;
  callback  text := CASE what WHEN 'batch.started' THEN 'onBatchStart' WHEN 'batch.completed' THEN 'onBatchComplete' END;
BEGIN
  INSERT INTO events (id, tenant_id, project_id, batch_id, sequence, type, body)
  SELECT event_id, b.tenant_id, b.project_id, b.id, b.event_seq, what, json_build_object(
    'id', event_id, 'type', what, 'timestamp', api_time(now()), 'sequence', b.event_seq,
    'data', jsonb_strip_nulls(jsonb_build_object(
      'batchId', b.id, 'batchName', b.name, 'status', b.status, 'totalOperations', b.total_count,
      'operations', (SELECT jsonb_agg(jsonb_build_object('operationKey', o.operation_key, 'operationId', o.id,
          'status', CASE WHEN o.blocked AND o.status = 'Initiated' THEN 'Pending' ELSE o.status END) ORDER BY o.batch_position)
        FROM operations o WHERE o.batch_id = b.id AND o.replaced_by IS NULL),
      'reason', b.cancellation->'reason',
      'dateCreated', api_time(b.created_at), 'batchStartTime', api_time(b.started_at), 'batchEndTime', api_time(b.ended_at))))::text
  RETURNING position INTO event_pos;

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

-- What follows from the end of operations of a batch: dependents are freed or cancelled, the failure policy is applied,
-- the callbacks are written, and the batch ends with its last operation.
CREATE OR REPLACE FUNCTION settle_batch(which text, ended text[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  b         batches;
  freed     text[];
  at_once   CONSTANT integer := 32;
  cancelled text[] := '{}';
  culprit   text;
  outcome   text;
BEGIN
  SELECT * INTO b FROM batches WHERE id = which FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM set_config('longhaul.settling', 'on', true);

  IF EXISTS (SELECT 1 FROM operations WHERE id = ANY (ended) AND status <> 'Completed') THEN
    -- A failure stops the rest when the policy says so; a cancellation only takes its dependents along.
    SELECT o.operation_key INTO culprit FROM operations o
    WHERE o.id = ANY (ended) AND o.status IN ('Failed', 'Timeout')
      AND (coalesce((b.failure_policy->>'stopOnFirstFailure')::boolean, false)
           OR NOT coalesce((b.failure_policy->>'continueIndependentOperations')::boolean, true))
    ORDER BY o.ended_at, o.id LIMIT 1;
    WITH RECURSIVE down (id, cause) AS (
      SELECT e.operation_id, c.operation_key FROM operations c JOIN batch_edges e ON e.depends_on_id = c.id
      WHERE c.id = ANY (ended) AND c.status <> 'Completed'
      UNION
      SELECT e.operation_id, d.cause FROM down d JOIN batch_edges e ON e.depends_on_id = d.id
    ), victims AS (
      SELECT v.id, min(v.reason) AS reason FROM (
        SELECT id, 'DependencyFailed:' || cause AS reason FROM down
        UNION ALL
        SELECT o.id, 'StoppedAfterFailure:' || culprit FROM operations o
        WHERE culprit IS NOT NULL AND o.batch_id = which AND o.status = 'Initiated'
      ) v GROUP BY v.id
    ), o AS (
      UPDATE operations o SET status = 'Cancelled', ended_at = now(), next_attempt_at = NULL, version = o.version + 1,
        epoch = o.epoch + 1, event_seq = o.event_seq + 1,
        cancellation = jsonb_build_object('reason', v.reason, 'cancelledBy', 'longhaul', 'preservePartialResults', true,
          'forceTermination', false, 'notifyCallbacks', true, 'progress', o.progress)
      FROM victims v WHERE o.id = v.id AND o.status = 'Initiated'
      RETURNING o.*
    ), p AS (
      UPDATE phases SET status = 'Skipped' FROM o WHERE operation_id = o.id AND phases.status = 'Pending'
    ), told AS (
      SELECT o.id, append_operation_event(o.*::operations, 'operation.cancelled',
        jsonb_build_object('reason', o.cancellation->'reason', 'cancelledBy', o.cancellation->'cancelledBy')) FROM o
    )
    SELECT coalesce(array_agg(told.id), '{}') INTO cancelled FROM told;
  END IF;

  freed := ARRAY(
    SELECT e.operation_id FROM batch_edges e
    WHERE e.depends_on_id IN (SELECT id FROM operations WHERE id = ANY (ended) AND status = 'Completed')
    GROUP BY e.operation_id
    HAVING NOT EXISTS (
      SELECT 1 FROM batch_edges w WHERE w.operation_id = e.operation_id
        AND (SELECT d.status FROM operations d WHERE d.id = w.depends_on_id) <> 'Completed'));
  IF cardinality(freed) > at_once THEN
    UPDATE batches SET freeing = true WHERE id = which AND NOT freeing;
    freed := ARRAY(SELECT o.id FROM operations o WHERE o.id = ANY (freed) ORDER BY o.batch_position LIMIT at_once);
  END IF;
  PERFORM free_operations(freed);

  IF b.callbacks->>'onOperationComplete' IS NOT NULL THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, operation_id, batch_id, url,
                            event_type, sequence, progress, max_attempts)
    SELECT 'dlv-' || gen_random_uuid(), e.position, o.tenant_id, o.project_id, 'callback:onOperationComplete', o.id, o.batch_id,
      b.callbacks->>'onOperationComplete', e.type, e.sequence, o.progress, attempts_of(callback_policy())
    FROM operations o JOIN events e ON e.operation_id = o.id AND e.sequence = o.event_seq
    WHERE o.id = ANY (ended || cancelled) AND coalesce((o.cancellation->>'notifyCallbacks')::boolean, true)
    ON CONFLICT (event_position, destination) DO NOTHING;
  END IF;

  IF b.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM operations WHERE batch_id = which AND status IN ('Initiated', 'Running')) THEN
    SELECT CASE
      WHEN b.cancellation IS NOT NULL THEN 'Cancelled'
      WHEN bool_and(o.status = 'Completed') THEN 'Completed'
      WHEN bool_or(o.status = 'Completed') THEN 'PartiallyCompleted'
      WHEN bool_or(o.status = 'Failed') THEN 'Failed'
      WHEN bool_or(o.status = 'Timeout') THEN 'Timeout'
      ELSE 'Cancelled' END INTO outcome
    FROM operations o WHERE o.batch_id = which AND o.replaced_by IS NULL;
    UPDATE batches SET status = outcome, ended_at = now(), version = version + 1, event_seq = event_seq + 1
    WHERE id = which RETURNING * INTO b;
    PERFORM append_batch_event(b, 'batch.completed');
  END IF;
  PERFORM set_config('longhaul.settling', 'off', true);
END
$$;
