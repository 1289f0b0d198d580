-- Cancels the unfinished operations of a batch. Returns how many it ended; null when there is no such batch, -1 when it has ended.
CREATE OR REPLACE FUNCTION cancel_batch(which text, tenant uuid, project uuid, how jsonb) RETURNS integer LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  b batches;
BEGIN
  SELECT * INTO b FROM batches WHERE id = which AND tenant_id = tenant AND project_id = project FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF b.ended_at IS NOT NULL THEN
    RETURN -1;
  END IF;
  UPDATE batches SET cancellation = how, version = version + 1 WHERE id = which;
  RETURN (SELECT count(*) FROM end_operations('cancel', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('operationId', o.id, 'cancellation', how)), '[]') FROM operations o
    WHERE o.batch_id = which AND o.ended_at IS NULL)));
END
$$;
