-- Ends those of `among` that say so as Completed; all their phases must be. What follows for a batch is found out once for all
-- of its operations that end together. Returns those that ended, and whether their batch has more to free.
CREATE OR REPLACE FUNCTION complete_operations(moves jsonb, among text[]) RETURNS TABLE (id text, freeing boolean)
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  done text[];
BEGIN
  PERFORM set_config('longhaul.settling', 'on', true);
  WITH o AS (
    UPDATE operations o SET status = 'Completed', progress = 100, ended_at = now(), lease_until = NULL, version = o.version + 1,
      event_seq = o.event_seq + 1, summary = g.complete->'summary', usage = coalesce(nullif(g.complete->'usage', 'null'), o.usage),
      phases_completed = o.total_phases, error = NULL
    FROM jsonb_to_recordset(moves) AS g ("operationId" text, epoch integer, complete jsonb)
    WHERE g.complete IS NOT NULL AND o.id = ANY (among) AND o.id = g."operationId" AND o.epoch = g.epoch
      AND o.status = 'Running'
      AND NOT EXISTS (SELECT 1 FROM phases p WHERE p.operation_id = g."operationId" AND p.status <> 'Completed')
    RETURNING o AS op
  ), told AS (
    SELECT append_operation_events(array_agg(o.op), 'operation.completed', array_agg(jsonb_build_object('summary', (o.op).summary))) FROM o
  )
  SELECT coalesce((SELECT array_agg((o.op).id) FROM o), '{}') INTO done FROM told;
  PERFORM settle_batch(b.batch_id, b.ended) FROM (
    SELECT o.batch_id, array_agg(o.id) AS ended FROM operations o
    WHERE o.id = ANY (done) AND o.batch_id IS NOT NULL GROUP BY o.batch_id ORDER BY o.batch_id) b;
  PERFORM set_config('longhaul.settling', 'off', true);
  RETURN QUERY SELECT o.id, coalesce(b.freeing, false) FROM operations o LEFT JOIN batches b ON b.id = o.batch_id
    WHERE o.id = ANY (done);
END
$$;
