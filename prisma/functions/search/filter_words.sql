-- The index words for the values of a filter. One word stands for all statuses of an operation that hasn't ended.
CREATE OR REPLACE FUNCTION filter_words(filter text, chosen text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN chosen IS NOT NULL THEN array(SELECT DISTINCT concat('~', filter, ' ',
    CASE WHEN filter = 'status' AND value IN ('Initiated', 'Running') THEN 'open' ELSE value END) FROM unnest(chosen) AS value) END
$$;
