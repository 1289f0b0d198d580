-- The places of a block that have a word, as bits.
CREATE OR REPLACE FUNCTION word_bits(place smallint, bits bit(1024)) RETURNS bit(1024) LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN bits IS NULL THEN set_bit(0::bit(1024), place, 1) ELSE bits END
$$;
