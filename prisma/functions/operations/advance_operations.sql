-- Moves running operations on, each for the owner of its epoch: commits a phase, and then starts one or completes the
-- operation. `moves` is a list of {operationId, epoch, leaseMs, commit?, start? or complete?}, at most one for an operation. Returns the operations that moved, and whether the batch of one that was completed has more to free;
-- of an operation that isn't returned nothing is written.
CREATE OR REPLACE FUNCTION advance_operations(moves jsonb) RETURNS TABLE (id text, freeing boolean)
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  ids       text[] := ARRAY(SELECT m->>'operationId' FROM jsonb_array_elements(moves) m);
  ending    text[] := ARRAY(SELECT m->>'operationId' FROM jsonb_array_elements(moves) m WHERE m ? 'complete');
  moved     text[];
BEGIN
  -- The order of locks: batches, then operations, each by id.
  IF cardinality(ending) > 0 THEN
    PERFORM lock_batches(ending);
  END IF;
  IF cardinality(ids) > 1 THEN
    PERFORM 1 FROM operations o WHERE o.id = ANY (ids) ORDER BY o.id FOR UPDATE;
  END IF;
  moved := commit_phases(moves);
  moved := start_phases(moves, moved);
  IF cardinality(ending) > 0 THEN
    RETURN QUERY SELECT * FROM complete_operations(moves, moved);
  END IF;
  RETURN QUERY SELECT m, false FROM unnest(moved) AS m WHERE m <> ALL (ending);
END
$$;
