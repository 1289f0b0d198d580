-- For processes of before `end_operations`; a later version drops it. Locks the batch of an operation. Volatile, so that a WHERE
-- clause calls it once, before the statement's own rows are looked at, when it stands in an uncorrelated subquery.
CREATE OR REPLACE FUNCTION lock_batch(of_operation text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM batches b JOIN operations o ON o.batch_id = b.id
  WHERE o.id = of_operation FOR UPDATE OF b;
  RETURN true;
END
$$;
