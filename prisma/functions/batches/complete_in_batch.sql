-- Ends operations of batches as Completed, all in one transaction, so that what follows for a batch is found out once.
-- `ends` is a list of {operationId, epoch, summary, usage}. Returns those that were the caller's to end, and whether their
-- batch has more to free.
CREATE OR REPLACE FUNCTION complete_in_batch(ends jsonb) RETURNS TABLE (id text, freeing boolean) LANGUAGE plpgsql AS $$
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
