-- Frees the next operations of a batch whose dependencies have all completed, when settle_batch left some for later. Returns the
-- operations that may run now; none when no more are left.
CREATE OR REPLACE FUNCTION free_dependents(which text, at_most integer DEFAULT 100) RETURNS SETOF text LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  free text[];
BEGIN
  PERFORM 1 FROM batches WHERE id = which AND freeing FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  free := ARRAY(
    SELECT o.id FROM operations o
    WHERE o.batch_id = which AND o.ended_at IS NULL AND o.status = 'Initiated' AND o.blocked
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
