-- Removes what isn't true any more: all words of expired operations, with their places and blocks that they leave empty, and of ended ones
-- that they are open.
CREATE OR REPLACE FUNCTION forget_words(ids text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  gone record;
BEGIN
  FOR gone IN
    SELECT p.block_id, array_agg(o.id) FILTER (WHERE is_expired) AS expired, bit_or(word_bits(p.place, NULL)) AS mask,
      CASE WHEN is_expired THEN '' ELSE '~status open' END AS from_word,
      CASE WHEN is_expired THEN chr(1114111) ELSE '~status open' END AS to_word
    FROM operations o JOIN search_places p ON p.operation_id = o.id CROSS JOIN LATERAL (SELECT o.expired_at IS NOT NULL AS is_expired) e
    WHERE o.id = ANY (ids) AND o.ended_at IS NOT NULL GROUP BY p.block_id, is_expired ORDER BY p.block_id, is_expired
  LOOP
    DELETE FROM search_places WHERE operation_id = ANY (gone.expired);
    DELETE FROM search_words WHERE block_id = gone.block_id AND word BETWEEN gone.from_word AND gone.to_word
      AND (word_bits(place, bits) & ~gone.mask = 0::bit(1024) OR NOT EXISTS (SELECT FROM search_places p WHERE p.block_id = gone.block_id));
    UPDATE search_words SET bits = bits & ~gone.mask
    WHERE block_id = gone.block_id AND word BETWEEN gone.from_word AND gone.to_word AND bits & gone.mask <> 0::bit(1024);
    DELETE FROM search_blocks WHERE id = gone.block_id AND NOT EXISTS (SELECT FROM search_places WHERE block_id = gone.block_id);
  END LOOP;
END
$$;
