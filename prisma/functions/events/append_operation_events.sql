-- Appends one event of the same type for each of `ops`, for processes of the version before; a later version drops it.
CREATE OR REPLACE FUNCTION append_operation_events(ops operations[], what text, extras jsonb[] DEFAULT '{}') RETURNS bigint[] LANGUAGE sql AS $$
  SELECT append_events(ops, array_fill(what, ARRAY[coalesce(cardinality(ops), 0)]), extras)
$$;
