-- Starts those batches (`starting`) of which a claim has taken an operation, and then appends `operation.started` for each operation that
-- `executions` have taken for the first time and that has no such event yet.
CREATE OR REPLACE FUNCTION append_started(ids text[], executions text[], starting text[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  taken operations[] := ARRAY(SELECT o::operations FROM unnest(ids, executions) AS g (id, execution_id)
      CROSS JOIN LATERAL (SELECT * FROM operations WHERE operations.id = g.id OFFSET 0) o
    WHERE o.epoch = 1 AND o.execution_id = g.execution_id
      AND (SELECT true FROM events e WHERE e.operation_id = o.id AND e.sequence = o.event_seq) IS NULL ORDER BY o.id);
BEGIN
  PERFORM start_batch(b.id) FROM (SELECT DISTINCT t.batch_id AS id FROM unnest(taken) t WHERE t.batch_id = ANY (starting) ORDER BY 1) b;
  PERFORM append_operation_events(taken, 'operation.started');
END
$$;
