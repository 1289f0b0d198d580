-- Cost of reading a file in CPU seconds, of which one reads 50 MB. A file that isn't downloaded yet counts as large.
CREATE OR REPLACE FUNCTION import_cost(size_bytes bigint, source_url text) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
  SELECT greatest(0.2, coalesce(size_bytes, CASE WHEN source_url IS NULL THEN 0 ELSE 1e9 END) / 50e6)
$$;
