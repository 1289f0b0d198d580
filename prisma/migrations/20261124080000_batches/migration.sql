-- Batches: a DAG of operations. Whatever follows from the change of one operation (its dependents may start, or never
-- will; the batch begins or ends) is written in that change's own transaction.
--
-- Order of locks: the batch's row before rows of its operations. Statements that end or first start an operation lock
-- the batch by lock_batch before they touch the operation, so two ends in one batch come one after the other.

-- The operation of the same batch that makes the dataset which this one reads.
ALTER TABLE operations ADD COLUMN dataset_from text;
-- When the last dependency had completed.
ALTER TABLE operations ADD COLUMN unblocked_at timestamptz;
-- Place in the batch as it was submitted, from 0.
ALTER TABLE operations ADD COLUMN batch_position integer;
-- In a batch: the retry that stands in this operation's place.
ALTER TABLE operations ADD COLUMN replaced_by text;
ALTER TABLE batches ADD COLUMN cancellation jsonb;

CREATE INDEX batches_ended ON batches (ended_at) WHERE ended_at IS NOT NULL;
-- Tens of thousands of edges are written at once, in the transaction that writes their batch: they need no check each.
ALTER TABLE batch_edges DROP CONSTRAINT batch_edges_batch_id_fkey;
DROP INDEX batch_edges_batch;

CREATE INDEX operations_batch_open ON operations (batch_id) WHERE batch_id IS NOT NULL AND status IN ('Initiated', 'Running');

-- Locks the batch of an operation. `only_new`: only a batch that has not started. Volatile, so that a WHERE clause calls
-- it once, before the statement's own rows are looked at, when it stands in an uncorrelated subquery.
CREATE FUNCTION lock_batch(of_operation text, only_new boolean DEFAULT false) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM batches b JOIN operations o ON o.batch_id = b.id
  WHERE o.id = of_operation AND (NOT only_new OR b.status = 'Initiated') FOR UPDATE OF b;
  RETURN true;
END
$$;

-- Locks the batches of many operations, in the order of their ids.
CREATE FUNCTION lock_batches(of_operations text[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM batches b WHERE b.id IN (SELECT o.batch_id FROM operations o WHERE o.id = ANY (of_operations))
  ORDER BY b.id FOR UPDATE;
  RETURN true;
END
$$;

-- Appends one event of a batch and the delivery of its callback. `b` is the row as it is now, its event_seq that of the event.
CREATE FUNCTION append_batch_event(b batches, what text) RETURNS bigint LANGUAGE plpgsql AS $$
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

  INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, batch_id, lane, url, event_type, sequence, max_attempts)
  SELECT 'dlv-' || gen_random_uuid(), event_pos, b.tenant_id, b.project_id, 'callback:' || callback, b.id,
    'origin:' || url_origin(b.callbacks->>callback), b.callbacks->>callback, what, b.event_seq, 6
  WHERE b.callbacks->>callback IS NOT NULL
    AND (what <> 'batch.completed' OR coalesce((b.cancellation->>'notifyCallbacks')::boolean, true));

  PERFORM pg_notify('longhaul_events', json_build_object('position', event_pos, 'type', what, 'tenantId', b.tenant_id,
    'projectId', b.project_id, 'operationId', NULL, 'batchId', b.id, 'sequence', b.event_seq, 'epoch', 0)::text);
  RETURN event_pos;
END
$$;

-- The first start of an operation starts its batch.
CREATE FUNCTION start_batch(which text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  b batches;
BEGIN
  UPDATE batches SET status = 'Running', started_at = now(), version = version + 1, event_seq = event_seq + 1
  WHERE id = which AND status = 'Initiated' RETURNING * INTO b;
  IF FOUND THEN
    PERFORM append_batch_event(b, 'batch.started');
  END IF;
END
$$;

-- What follows from the end of operations of a batch: dependents are freed or cancelled, the failure policy is applied,
-- the callbacks are written, and the batch ends with its last operation.
CREATE FUNCTION settle_batch(which text, ended text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  b         batches;
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

  UPDATE operations o SET blocked = false, version = o.version + 1, unblocked_at = now(),
    timeout_at = now() + o.timeout_sec * interval '1 second',
    dataset_id = coalesce(o.dataset_id, made.dataset_id),
    input_records = coalesce((SELECT d.events FROM datasets d WHERE d.id = made.dataset_id), o.input_records)
  FROM (
    SELECT DISTINCT e.operation_id FROM batch_edges e JOIN operations d ON d.id = e.depends_on_id
    WHERE e.depends_on_id = ANY (ended) AND d.status = 'Completed'
  ) candidate LEFT JOIN LATERAL (
    SELECT (c.output->>'outputDatasetId')::uuid AS dataset_id FROM operations self JOIN checkpoints c ON c.operation_id = self.dataset_from
    WHERE self.id = candidate.operation_id AND c.output->>'outputDatasetId' IS NOT NULL ORDER BY c.phase_idx DESC LIMIT 1
  ) made ON true
  WHERE o.id = candidate.operation_id AND o.status = 'Initiated' AND o.blocked
    AND NOT EXISTS (SELECT 1 FROM batch_edges e JOIN operations d ON d.id = e.depends_on_id
                    WHERE e.operation_id = o.id AND d.status <> 'Completed');

  IF b.callbacks->>'onOperationComplete' IS NOT NULL THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, operation_id, batch_id, lane, url,
                            event_type, sequence, progress, max_attempts)
    SELECT 'dlv-' || gen_random_uuid(), e.position, o.tenant_id, o.project_id, 'callback:onOperationComplete', o.id, o.batch_id,
      'origin:' || url_origin(b.callbacks->>'onOperationComplete'), b.callbacks->>'onOperationComplete', e.type, e.sequence, o.progress, 6
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

CREATE FUNCTION advance_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('longhaul.settling', true), '') = 'on' THEN
    RETURN NULL; -- whoever settles the batch takes care of these
  END IF;
  IF NEW.status = 'Running' THEN
    PERFORM start_batch(NEW.batch_id);
  ELSE
    PERFORM settle_batch(NEW.batch_id, ARRAY[NEW.id]);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER operations_advance_batch AFTER UPDATE OF status ON operations FOR EACH ROW
  WHEN (NEW.batch_id IS NOT NULL AND OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION advance_batch();

-- Cancels what is left of a batch. Returns how many operations it ended; null when there is no such batch, -1 when it has ended.
CREATE FUNCTION cancel_batch(which text, tenant uuid, project uuid, how jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  b         batches;
  cancelled text[];
BEGIN
  SELECT * INTO b FROM batches WHERE id = which AND tenant_id = tenant AND project_id = project FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF b.ended_at IS NOT NULL THEN
    RETURN -1;
  END IF;
  UPDATE batches SET cancellation = how, version = version + 1 WHERE id = which;
  PERFORM set_config('longhaul.settling', 'on', true);
  WITH o AS (
    UPDATE operations o SET status = 'Cancelled', ended_at = now(), lease_until = NULL, next_attempt_at = NULL, version = o.version + 1,
      epoch = o.epoch + 1, event_seq = o.event_seq + 1,
      cancellation = how || jsonb_strip_nulls(jsonb_build_object('progress', o.progress,
        'phase', CASE WHEN o.started_at IS NOT NULL THEN o.current_phase END))
    WHERE o.batch_id = which AND o.status IN ('Initiated', 'Running')
    RETURNING o.*
  ), p AS (
    UPDATE phases SET status = CASE phases.status WHEN 'Running' THEN 'Cancelled' ELSE 'Skipped' END,
      ended_at = CASE phases.status WHEN 'Running' THEN now() END
    FROM o WHERE operation_id = o.id AND phases.status IN ('Running', 'Pending')
  ), told AS (
    SELECT o.id, append_operation_event(o.*::operations, 'operation.cancelled',
      jsonb_strip_nulls(jsonb_build_object('reason', o.cancellation->'reason', 'cancelledBy', o.cancellation->'cancelledBy'))) FROM o
  )
  SELECT coalesce(array_agg(told.id), '{}') INTO cancelled FROM told;
  PERFORM settle_batch(which, cancelled);
  RETURN cardinality(cancelled);
END
$$;
