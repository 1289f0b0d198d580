-- Ends operations that don't complete (advance_operations ends those that do): updates their rows and phases, writes their events, and
-- settles their batches. `how` is fail, cancel or timeout. `ends` is a list of {operationId, epoch?} with `error` or `cancellation`. With
-- an epoch, the owner ends the operation, and an earlier epoch changes nothing. Without an epoch, somebody else ends it and takes it from
-- its owner. A caller that settles the batch itself passes `settles` = false. Returns the ended operations, as they are now.
CREATE OR REPLACE FUNCTION end_operations(how text, ends jsonb, settles boolean DEFAULT true) RETURNS SETOF operations
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  ids   text[] := ARRAY(SELECT e->>'operationId' FROM jsonb_array_elements(ends) e);
  way   record;
  ended operations[];
BEGIN
  SELECT * INTO STRICT way FROM transitions() t WHERE t.transition = how;
  -- Locks in the usual order, so that the statements below see what the owners have committed.
  PERFORM lock_batches(ids);
  PERFORM 1 FROM operations o WHERE o.id = ANY (ids) ORDER BY o.id FOR UPDATE;
  WITH e AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(ends) AS e ("operationId" text, epoch integer, error jsonb, cancellation jsonb)
  ), ended AS (
    UPDATE operations o SET status = way.to_status, ended_at = now(), lease_until = NULL, next_attempt_at = NULL, version = o.version + 1,
      epoch = o.epoch + (e.epoch IS NULL)::integer, event_seq = o.event_seq + 1,
      -- What a quota held gets its place in the fair order back, so that its tenant is given back what it was charged.
      fair_tag = coalesce(o.held_tag, o.fair_tag), held_tag = NULL,
      error = CASE WHEN how = 'cancel' THEN o.error ELSE e.error END,
      cancellation = CASE WHEN how = 'cancel' THEN e.cancellation || jsonb_strip_nulls(jsonb_build_object('progress', o.progress,
        'phase', CASE WHEN o.started_at IS NOT NULL THEN o.current_phase END)) ELSE o.cancellation END
    FROM e WHERE o.id = ANY (ids) AND o.id = e."operationId" AND o.status = ANY (way.from_statuses) AND o.epoch = coalesce(e.epoch, o.epoch)
    RETURNING o AS op
  ), p AS (
    UPDATE phases p SET status = CASE p.status WHEN 'Running' THEN way.running_phase ELSE 'Skipped' END,
      ended_at = CASE p.status WHEN 'Running' THEN now() END
    FROM ended WHERE p.operation_id = ANY (ids) AND p.operation_id = (ended.op).id
      AND p.status IN ('Running', 'Pending')
  ), told AS (
    SELECT array_agg(op ORDER BY (op).batch_position, (op).id) AS ops, array_agg(way.event) AS whats, array_agg(CASE how
        WHEN 'cancel' THEN jsonb_build_object('reason', (op).cancellation->'reason', 'cancelledBy', (op).cancellation->'cancelledBy')
        ELSE jsonb_build_object('error', (op).error) END ORDER BY (op).batch_position, (op).id) AS extras FROM ended
  )
  SELECT told.ops INTO ended FROM told, append_events(told.ops, told.whats, told.extras);
  IF settles THEN
    PERFORM settle_batches(ended);
  END IF;
  RETURN QUERY SELECT * FROM unnest(ended);
END
$$;
