-- Appends one event of the same type for each of `ops`, as append_events does. Processes of an older version end operations without
-- `end_operations` and call this function, so it also settles their batches; a later version removes that.
CREATE OR REPLACE FUNCTION append_operation_events(ops operations[], what text, extras jsonb[] DEFAULT '{}') RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  positions bigint[] := append_events(ops, array_fill(what, ARRAY[coalesce(cardinality(ops), 0)]), extras);
BEGIN
  IF what IN ('operation.failed', 'operation.cancelled') THEN
    PERFORM settle_batches(ops);
  END IF;
  RETURN positions;
END
$$;
