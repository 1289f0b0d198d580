-- What finds the operations of a project that have each word of a text; of the last one the beginning is enough, as while it is
-- typed. (The index collects all that begin with a word before anything else: too much to do for each of them.) Null where the
-- text has no word.
CREATE OR REPLACE FUNCTION search_query(tenant_id uuid, project_id uuid, said text) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
  SELECT (quote_literal(project_word(tenant_id, project_id)) || ' & ' || string_agg(quote_literal(left(word, 64)) ||
    CASE WHEN place = count THEN ':*' ELSE '' END, ' & '))::tsquery
  FROM (SELECT word, row_number() OVER () AS place, count(*) OVER () AS count
    FROM regexp_split_to_table(lower(said), word_ends()) AS word WHERE word <> '') words HAVING count(*) > 0
$$;
