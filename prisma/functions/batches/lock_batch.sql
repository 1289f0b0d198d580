-- Only for processes of an older version; a later version drops it. Locks the batch of an operation. It is volatile, so that a WHERE
-- clause that has it in an uncorrelated subquery calls it once, before the statement reads its own rows.
CREATE OR REPLACE FUNCTION lock_batch(of_operation text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM batches b JOIN operations o ON o.batch_id = b.id
  WHERE o.id = of_operation FOR UPDATE OF b;
  RETURN true;
END
$$;
