-- Starts those batches (`starting`) of which a claim has taken an operation, and then appends `operation.started` for each operation that
-- `executions` have just taken for the first time.
CREATE OR REPLACE FUNCTION append_started(ids text[], executions text[], unclaimed text[], starting text[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  taken operations[] := ARRAY(SELECT o::operations FROM unnest(ids, executions) AS g (id, execution_id)
      CROSS JOIN LATERAL (SELECT * FROM operations WHERE operations.id = g.id OFFSET 0) o
    WHERE o.id = ANY (unclaimed) AND o.epoch = 1 AND o.execution_id = g.execution_id ORDER BY o.id);
BEGIN
  PERFORM start_batch(b.id) FROM (SELECT DISTINCT t.batch_id AS id FROM unnest(taken) t WHERE t.batch_id = ANY (starting) ORDER BY 1) b;
  PERFORM append_operation_events(taken, 'operation.started');
END
$$;
