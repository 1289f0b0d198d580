-- settle_batch as before, but for how it finds what is free and frees it. While a batch runs, its rows change faster than
-- the planner learns of it: it read whole tables under the batch's lock, and compared each freed operation with each open
-- one. Of many dependencies the first that is not completed is enough. And when the end of one operation frees hundreds,
-- the first may start before the last are written: free_dependents frees the others, in transactions of their own.

-- Operations of the batch still wait although all that they depend on has completed.
ALTER TABLE batches ADD COLUMN freeing boolean NOT NULL DEFAULT false;
CREATE INDEX batches_freeing ON batches (id) WHERE freeing;

-- Frees operations, which may run from now on: their timeout runs, and they read what was made for them.
CREATE FUNCTION free_operations(ids text[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  free_at timestamptz := clock_timestamp();
  freed   text[];
BEGIN
  WITH o AS (
    UPDATE operations SET blocked = false, version = version + 1, unblocked_at = free_at,
      timeout_at = free_at + timeout_sec * interval '1 second'
    WHERE id = ANY (ids) AND status = 'Initiated' AND blocked
    RETURNING id
  )
  SELECT array_agg(o.id) INTO freed FROM o;
  UPDATE operations o SET dataset_id = made.dataset_id,
    input_records = coalesce((SELECT d.events FROM datasets d WHERE d.id = made.dataset_id), o.input_records)
  FROM (
    SELECT f.id, (SELECT (c.output->>'outputDatasetId')::uuid FROM checkpoints c
      WHERE c.operation_id = f.dataset_from AND c.output->>'outputDatasetId' IS NOT NULL ORDER BY c.phase_idx DESC LIMIT 1) AS dataset_id
    FROM operations f WHERE f.id = ANY (freed) AND f.dataset_from IS NOT NULL AND f.dataset_id IS NULL
  ) made
  WHERE o.id = made.id AND made.dataset_id IS NOT NULL;
END
$$;

-- Frees the next of a batch's operations whose dependencies have all completed, if the batch has such that were not freed
-- at once. Returns those that may run now; none when no more are left.
CREATE FUNCTION free_dependents(which text, at_most integer DEFAULT 100) RETURNS SETOF text LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  free text[];
BEGIN
  PERFORM 1 FROM batches WHERE id = which AND freeing FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  free := ARRAY(
    SELECT o.id FROM operations o
    WHERE o.batch_id = which AND o.status = 'Initiated' AND o.blocked
      AND NOT EXISTS (
        SELECT 1 FROM batch_edges w WHERE w.operation_id = o.id
          AND (SELECT d.status FROM operations d WHERE d.id = w.depends_on_id) <> 'Completed')
    ORDER BY o.batch_position LIMIT at_most);
  PERFORM free_operations(free);
  IF cardinality(free) < at_most THEN
    UPDATE batches SET freeing = false WHERE id = which;
  END IF;
  RETURN QUERY SELECT unnest(free);
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

-- Ends operations of batches as Completed, all in one transaction, so that what follows for a batch is found out once.
-- `ends` is a list of {operationId, epoch, summary, usage}. Returns those that were the caller's to end, and whether their
-- batch has more to free.
CREATE FUNCTION complete_in_batch(ends jsonb) RETURNS TABLE (id text, freeing boolean) LANGUAGE plpgsql AS $$
DECLARE
  ids  text[] := ARRAY(SELECT e->>'operationId' FROM jsonb_array_elements(ends) e);
  done text[];
BEGIN
  PERFORM lock_batches(ids);
  PERFORM set_config('longhaul.settling', 'on', true);
  WITH o AS (
    UPDATE operations o SET status = 'Completed', progress = 100, ended_at = now(), lease_until = NULL, version = o.version + 1,
      event_seq = o.event_seq + 1, summary = g.summary, usage = coalesce(g.usage, o.usage), phases_completed = o.total_phases, error = NULL
    FROM jsonb_to_recordset(ends) AS g ("operationId" text, epoch integer, summary jsonb, usage jsonb)
    WHERE o.id = g."operationId" AND o.epoch = g.epoch AND o.status = 'Running'
      AND NOT EXISTS (SELECT 1 FROM phases p WHERE p.operation_id = o.id AND p.status <> 'Completed')
    RETURNING o.*
  ), told AS (
    SELECT o.id, append_operation_event(o.*::operations, 'operation.completed', jsonb_build_object('summary', o.summary)) FROM o
  )
  SELECT coalesce(array_agg(told.id), '{}') INTO done FROM told;
  PERFORM settle_batch(b.batch_id, b.ended)
  FROM (SELECT o.batch_id, array_agg(o.id) AS ended FROM operations o WHERE o.id = ANY (done) GROUP BY o.batch_id ORDER BY o.batch_id) b;
  RETURN QUERY SELECT o.id, b.freeing FROM operations o JOIN batches b ON b.id = o.batch_id WHERE o.id = ANY (done);
END
$$;
