-- What finds the operations of a project in which each word of a text begins a word. Null where the text has no word.
CREATE OR REPLACE FUNCTION search_query(tenant_id uuid, project_id uuid, said text) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
  SELECT (quote_literal(project_word(tenant_id, project_id)) || ' & ' || string_agg(quote_literal(word) || ':*', ' & '))::tsquery
  FROM unnest(words_of(said)) AS word HAVING count(*) > 0
$$;
