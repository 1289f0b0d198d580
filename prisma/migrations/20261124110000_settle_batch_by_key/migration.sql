-- settle_batch as before, but for how dependents are freed: by keys only, whatever the planner believes of
-- tables that a batch has just filled (a join of them was planned over all blocked operations). They are free from the
-- moment that is written, not from the transaction's start, which may have waited for the batch's lock.

-- What follows from the end of operations of a batch: dependents are freed or cancelled, the failure policy is applied,
-- the callbacks are written, and the batch ends with its last operation.
CREATE OR REPLACE FUNCTION settle_batch(which text, ended text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  b         batches;
  candidates text[];
  waiting   text[];
  freed     text[];
  free_at   timestamptz;
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

  candidates := ARRAY(
    SELECT DISTINCT e.operation_id FROM batch_edges e
    WHERE e.depends_on_id IN (SELECT id FROM operations WHERE id = ANY (ended) AND status = 'Completed'));
  waiting := ARRAY(
    SELECT DISTINCT e.operation_id FROM batch_edges e
    WHERE e.operation_id = ANY (candidates)
      AND (SELECT d.status FROM operations d WHERE d.id = e.depends_on_id) <> 'Completed');
  freed := ARRAY(SELECT unnest(candidates) EXCEPT SELECT unnest(waiting));
  free_at := clock_timestamp();
  UPDATE operations o SET blocked = false, version = o.version + 1, unblocked_at = free_at,
    timeout_at = free_at + o.timeout_sec * interval '1 second',
    dataset_id = coalesce(o.dataset_id, made.dataset_id),
    input_records = coalesce((SELECT d.events FROM datasets d WHERE d.id = made.dataset_id), o.input_records)
  FROM unnest(freed) AS f (id) LEFT JOIN LATERAL (
    SELECT (c.output->>'outputDatasetId')::uuid AS dataset_id FROM operations self JOIN checkpoints c ON c.operation_id = self.dataset_from
    WHERE self.id = f.id AND c.output->>'outputDatasetId' IS NOT NULL ORDER BY c.phase_idx DESC LIMIT 1
  ) made ON true
  WHERE o.id = f.id AND o.status = 'Initiated' AND o.blocked;

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
