-- Cancels what is left of a batch. Returns how many operations it ended; null when there is no such batch, -1 when it has ended.
CREATE OR REPLACE FUNCTION cancel_batch(which text, tenant uuid, project uuid, how jsonb) RETURNS integer LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
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
  ), told AS (
    SELECT append_operation_events(array_agg(o.*::operations), 'operation.cancelled',
      array_agg(jsonb_strip_nulls(jsonb_build_object('reason', o.cancellation->'reason', 'cancelledBy', o.cancellation->'cancelledBy')))) FROM o
  )
  SELECT coalesce((SELECT array_agg(o.id) FROM o), '{}') INTO cancelled FROM told;
  PERFORM end_phases(cancelled, 'Cancelled');
  PERFORM settle_batch(which, cancelled);
  RETURN cardinality(cancelled);
END
$$;
