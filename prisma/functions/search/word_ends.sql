-- The characters that separate words: every ASCII character that is neither a letter nor a digit.
CREATE OR REPLACE FUNCTION word_ends() RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]+'
$$;
