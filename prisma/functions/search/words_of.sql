-- The words of a text, each once, in the order of their last mention; for indexing and for searching. Words are runs of letters and digits
-- in lower case, cut to 64 characters, at most 5,000. Every character outside ASCII counts as a letter.
CREATE OR REPLACE FUNCTION words_of(said text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array(
    SELECT left(word, 64) FROM regexp_split_to_table(lower(said), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]+')
      WITH ORDINALITY AS said (word, place)
    WHERE word <> '' GROUP BY 1 ORDER BY max(place) LIMIT 5000)
$$;
