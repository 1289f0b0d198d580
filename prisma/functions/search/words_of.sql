-- The words of a text, both for indexing and for searching: runs of letters and digits in lower case, cut to 64 characters, at most
-- 5,000. Every character outside ASCII counts as a letter.
CREATE OR REPLACE FUNCTION words_of(said text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array(
    SELECT left(word, 64) FROM regexp_split_to_table(lower(said), word_ends()) AS word
    WHERE word <> '' GROUP BY 1 LIMIT 5000)
$$;
