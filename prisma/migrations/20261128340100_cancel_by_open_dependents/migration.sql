-- Who is cancelled with an operation is found among its dependents that are still to start. settle_batch walked from each
-- ended operation through all that come after it, ended or not: the cancellation of a batch of a thousand operations, which
-- leaves none to start, read each pair of them once a dependency.
DO $$
DECLARE
  first_step constant text := $x$WHERE c.id = ANY (ended) AND c.status <> 'Completed'
      UNION$x$;
  next_step constant text := $x$FROM down d JOIN batch_edges e ON e.depends_on_id = d.id$x$;
  is_open constant text := $x$(SELECT n.status FROM operations n WHERE n.id = e.operation_id) = 'Initiated'$x$;
  definition text := pg_get_functiondef('settle_batch'::regproc);
BEGIN
  IF position(first_step IN definition) = 0 OR position(next_step IN definition) = 0 THEN
    RAISE EXCEPTION 'settle_batch is not as this migration knows it';
  END IF;
  definition := replace(definition, first_step,
    $x$WHERE c.id = ANY (ended) AND c.status <> 'Completed' AND $x$ || is_open || $x$
      UNION$x$);
  EXECUTE replace(definition, next_step, next_step || $x$
      WHERE $x$ || is_open);
END
$$;

-- A batch that was just created is unknown to the planner's statistics: its rows are found by keys only, as when it settles.
ALTER FUNCTION cancel_batch SET enable_seqscan = off;
