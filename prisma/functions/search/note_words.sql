-- Indexes the words of operations that have a place, and the words that stand for filter values. Only the latter contain a `~`.
CREATE OR REPLACE FUNCTION note_words(ids text[]) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
BEGIN
  WITH said AS (
    SELECT p.block_id, p.place, word_bits(p.place, NULL) AS bits, words_of(left(concat_ws(' ', o.id, o.name, o.description, o.type,
        o.created_by, o.operation_key, left(o.parameters::text, 60000), o.error::text, l.said), 200000))
      || ARRAY['~type ' || o.type, '~priority ' || o.priority,
        '~status ' || CASE WHEN o.ended_at IS NULL THEN 'open' ELSE o.status END] AS words
    FROM operations o JOIN search_places p ON p.operation_id = o.id LEFT JOIN LATERAL (
      SELECT string_agg(concat_ws(' ', e.message, e.fields::text), ' ') AS said FROM (
        SELECT message, fields FROM log_entries WHERE operation_id = o.id
        ORDER BY array_position(ARRAY['error', 'warn', 'info', 'debug'], level), epoch DESC, number DESC LIMIT 1000) e
    ) l ON true
    WHERE o.id = ANY (ids) AND o.expired_at IS NULL
  ), noted AS (
    SELECT block_id, word, count(*) AS n, min(place) AS place, bit_or(bits) AS bits FROM said, unnest(words) AS word GROUP BY block_id, word
  )
  INSERT INTO search_words AS w (block_id, word, place, bits)
  SELECT block_id, word, CASE WHEN n = 1 THEN place END, CASE WHEN n > 1 THEN bits END FROM noted
  -- Words that are indexed already aren't locked.
  WHERE NOT EXISTS (SELECT FROM search_words k WHERE k.block_id = noted.block_id AND k.word = noted.word COLLATE "C"
    AND noted.bits & ~word_bits(k.place, k.bits) = 0::bit(1024))
  ORDER BY block_id, word COLLATE "C"
  ON CONFLICT (block_id, word) DO UPDATE
    SET place = NULL, bits = word_bits(w.place, w.bits) | word_bits(excluded.place, excluded.bits);
  PERFORM clear_bits(ended.block_id, ended.mask, '~status open', '~status open') FROM (
    SELECT p.block_id, bit_or(word_bits(p.place, NULL)) AS mask FROM search_places p JOIN operations o ON o.id = p.operation_id
    WHERE o.id = ANY (ids) AND o.ended_at IS NOT NULL GROUP BY p.block_id) ended;
END
$$;
