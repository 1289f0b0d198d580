-- Indexes the words of operations that have a place, and the words that stand for filter values. Only the latter contain a `~`.
CREATE OR REPLACE FUNCTION note_words(ids text[]) RETURNS void LANGUAGE sql AS $$
  -- What an operation says of itself never changes: one whose words are indexed has new ones in its status, its error and its log.
  WITH told AS (
    SELECT o AS op, p.block_id, p.place, l.said, l.said IS NULL AND o.error IS NULL AND EXISTS (
      SELECT FROM search_words k WHERE k.block_id = p.block_id AND k.word = '~type ' || o.type
        AND get_bit(word_bits(k.place, k.bits), p.place) = 1) AS is_indexed
    FROM operations o JOIN search_places p ON p.operation_id = o.id LEFT JOIN LATERAL (
      SELECT string_agg(concat_ws(' ', e.message, e.fields::text), ' ') AS said FROM (
        SELECT message, fields FROM log_entries WHERE operation_id = o.id
        ORDER BY array_position(ARRAY['error', 'warn', 'info', 'debug'], level), epoch DESC, number DESC LIMIT 1000) e
    ) l ON true
    WHERE o.id = ANY (ids) AND o.expired_at IS NULL
  ), said AS (
    SELECT t.block_id, t.place, CASE WHEN t.is_indexed THEN '{}' ELSE words_of(left(concat_ws(' ', (op).id, (op).name, (op).description,
        (op).type, (op).created_by, (op).operation_key, left((op).parameters::text, 60000), (op).error::text, t.said), 200000))
        || ARRAY['~type ' || (op).type, '~priority ' || (op).priority] END
      || ARRAY['~status ' || CASE WHEN (op).ended_at IS NULL THEN 'open' ELSE (op).status END] AS words
    FROM told t
  ), noted AS (
    SELECT block_id, word, min(place) AS place, count(*) AS n, bit_or(word_bits(place, NULL)) AS bits FROM said, unnest(words) AS word
    GROUP BY block_id, word
  )
  INSERT INTO search_words AS w (block_id, word, place, bits)
  SELECT block_id, word, CASE WHEN n = 1 THEN place END, CASE WHEN n > 1 THEN bits END FROM noted
  -- Words that are indexed already aren't locked.
  WHERE NOT EXISTS (SELECT FROM search_words k WHERE k.block_id = noted.block_id AND k.word = noted.word COLLATE "C"
    AND noted.bits & ~word_bits(k.place, k.bits) = 0::bit(1024))
  ORDER BY block_id, word COLLATE "C"
  ON CONFLICT (block_id, word) DO UPDATE
    SET place = NULL, bits = word_bits(w.place, w.bits) | word_bits(excluded.place, excluded.bits)
$$;
