-- Locks the batches of many operations, in the order of their ids.
CREATE OR REPLACE FUNCTION lock_batches(of_operations text[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM batches b WHERE b.id IN (SELECT o.batch_id FROM operations o WHERE o.id = ANY (of_operations))
  ORDER BY b.id FOR UPDATE;
  RETURN true;
END
$$;
