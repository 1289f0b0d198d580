-- The words of a search text, in order.
CREATE OR REPLACE FUNCTION asked_words(said text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array(SELECT left(word, 64) FROM regexp_split_to_table(lower(said), word_ends()) WITH ORDINALITY AS asked (word, place)
    WHERE word <> '' ORDER BY place)
$$;
