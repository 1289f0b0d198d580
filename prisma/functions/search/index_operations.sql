-- Indexes the words of up to max_rows operations that were created or ended, and removes those of expired ones; returns how many it
-- looked at. Only one caller works at a time and a second one does nothing, so that each place is given once and older words never
-- replace newer ones.
CREATE OR REPLACE FUNCTION index_operations(max_rows integer) RETURNS bigint LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  ids  text[];
  done bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7210074) THEN
    RETURN 0;
  END IF;
  WITH taken AS (
    DELETE FROM unindexed_operations WHERE id IN (SELECT id FROM unindexed_operations ORDER BY id LIMIT max_rows)
    RETURNING operation_id
  )
  SELECT array_agg(DISTINCT operation_id), count(*) INTO ids, done FROM taken;
  PERFORM place_operations(ids);
  PERFORM note_words(ids);
  PERFORM forget_words(ids);
  RETURN done;
END
$$;
