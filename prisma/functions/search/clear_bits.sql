-- Removes places of a block from the bitmaps of its words, for a range of words.
CREATE OR REPLACE FUNCTION clear_bits(block integer, mask bit(1024), from_word text, to_word text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM search_words w WHERE w.block_id = block AND w.word BETWEEN from_word AND to_word
    AND word_bits(w.place, w.bits) & ~mask = 0::bit(1024);
  UPDATE search_words w SET bits = w.bits & ~mask WHERE w.block_id = block AND w.word BETWEEN from_word AND to_word
    AND w.bits & mask <> 0::bit(1024);
END
$$;
