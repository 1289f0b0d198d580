-- The words of a text, as what is searched and what is searched for have them: runs of letters and digits in small letters, cut
-- to 64 characters, 5,000 at most. Whatever isn't ASCII is a letter.
CREATE OR REPLACE FUNCTION words_of(said text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array(
    SELECT left(word, 64) FROM regexp_split_to_table(lower(said), word_ends()) AS word
    WHERE word <> '' GROUP BY 1 LIMIT 5000)
$$;
