-- Updates a batch after some of its operations ended: frees or cancels their dependents, applies the failure policy, writes the
-- callbacks' deliveries, and ends the batch when no operation is left.
CREATE OR REPLACE FUNCTION settle_batch(which text, ended text[]) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  b         batches;
  freed     text[];
  at_once   CONSTANT integer := 32;
  cancelled text[] := '{}';
  culprit   text;
  victims   jsonb;
  outcome   text;
BEGIN
  SELECT * INTO b FROM batches WHERE id = which FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT 1 FROM operations WHERE id = ANY (ended) AND status <> 'Completed')
    AND EXISTS (SELECT 1 FROM operations WHERE batch_id = which AND ended_at IS NULL AND status = 'Initiated') THEN
    -- A failure stops the rest when the policy says so; a cancellation only takes its dependents along.
    SELECT o.operation_key INTO culprit FROM operations o
    WHERE o.id = ANY (ended) AND o.status IN ('Failed', 'Timeout')
      AND (coalesce((b.failure_policy->>'stopOnFirstFailure')::boolean, false)
           OR NOT coalesce((b.failure_policy->>'continueIndependentOperations')::boolean, true))
    ORDER BY o.ended_at, o.id LIMIT 1;
    WITH RECURSIVE down (id, cause) AS (
      SELECT e.operation_id, c.operation_key FROM operations c JOIN batch_edges e ON e.depends_on_id = c.id
      WHERE c.id = ANY (ended) AND c.status <> 'Completed' AND (SELECT n.status FROM operations n WHERE n.id = e.operation_id) = 'Initiated'
      UNION
      SELECT e.operation_id, d.cause FROM down d JOIN batch_edges e ON e.depends_on_id = d.id
      WHERE (SELECT n.status FROM operations n WHERE n.id = e.operation_id) = 'Initiated'
    ), doomed AS (
      SELECT v.id, min(v.reason) AS reason FROM (
        SELECT id, 'DependencyFailed:' || cause AS reason FROM down
        UNION ALL
        SELECT o.id, 'StoppedAfterFailure:' || culprit FROM operations o
        WHERE culprit IS NOT NULL AND o.batch_id = which AND o.ended_at IS NULL AND o.status = 'Initiated'
      ) v GROUP BY v.id
    )
    -- Running operations may finish, those claimed a moment ago too: only operations that haven't started are cancelled.
    SELECT jsonb_agg(jsonb_build_object('operationId', o.id, 'cancellation', jsonb_build_object('reason', o.reason, 'cancelledBy', 'longhaul',
      'preservePartialResults', true, 'forceTermination', false, 'notifyCallbacks', true))) INTO victims
    FROM (SELECT o.id, v.reason FROM doomed v JOIN operations o ON o.id = v.id AND o.status = 'Initiated' ORDER BY o.id FOR UPDATE OF o) o;
    cancelled := ARRAY(SELECT o.id FROM end_operations('cancel', coalesce(victims, '[]'), settles => false) o);
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

  IF b.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM operations WHERE batch_id = which AND ended_at IS NULL) THEN
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
END
$$;
