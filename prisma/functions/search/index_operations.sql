-- Notes the words of up to max_rows operations that came or ended; returns how many. One caller at a time: another does nothing,
-- so that places are given once, and no older words take the place of newer ones.
CREATE OR REPLACE FUNCTION index_operations(max_rows integer) RETURNS bigint LANGUAGE plpgsql AS $$
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
  PERFORM forget_words(ids);
  PERFORM place_operations(ids);
  PERFORM note_words(ids);
  RETURN done;
END
$$;
