-- Removes expired operations from their blocks, and deletes empty blocks.
CREATE OR REPLACE FUNCTION forget_words(ids text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  gone record;
BEGIN
  FOR gone IN
    WITH left_places AS (
      DELETE FROM search_places p USING operations o WHERE o.id = p.operation_id AND o.id = ANY (ids) AND o.expired_at IS NOT NULL
      RETURNING p.block_id, p.place
    )
    SELECT block_id, bit_or(word_bits(place, NULL)) AS mask FROM left_places GROUP BY block_id ORDER BY block_id
  LOOP
    IF EXISTS (SELECT FROM search_places WHERE block_id = gone.block_id) THEN
      PERFORM clear_bits(gone.block_id, gone.mask, '', chr(1114111));
    ELSE
      DELETE FROM search_words WHERE block_id = gone.block_id;
      DELETE FROM search_blocks WHERE id = gone.block_id;
    END IF;
  END LOOP;
END
$$;
