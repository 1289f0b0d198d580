-- Notes the words of up to max_rows operations that came or ended; returns how many. One caller at a time: another does nothing,
-- so that no older words take the place of newer ones.
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
  DELETE FROM operation_words w USING operations o WHERE o.id = w.operation_id AND o.id = ANY (ids) AND o.expired_at IS NOT NULL;
  INSERT INTO operation_words (operation_id, tenant_id, project_id, created_at, words)
  SELECT o.id, o.tenant_id, o.project_id, o.created_at, array_to_tsvector(words_of(left(concat_ws(' ', o.id, o.name, o.description, o.type,
      o.created_by, o.operation_key, left(o.parameters::text, 60000), o.error::text, l.said), 200000))
    || project_word(o.tenant_id, o.project_id))
  FROM operations o LEFT JOIN LATERAL (
    SELECT string_agg(concat_ws(' ', e.message, e.fields::text), ' ') AS said FROM (
      SELECT message, fields FROM log_entries WHERE operation_id = o.id
      ORDER BY array_position(ARRAY['error', 'warn', 'info', 'debug'], level), epoch DESC, number DESC LIMIT 1000) e
  ) l ON true
  WHERE o.id = ANY (ids) AND o.expired_at IS NULL
  ON CONFLICT (operation_id) DO UPDATE SET words = excluded.words;
  RETURN done;
END
$$;
