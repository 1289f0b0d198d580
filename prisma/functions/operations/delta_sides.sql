-- What a row of operation_count_deltas says of each status: of the one that operations went to (or entered or left), and of the one that
-- they came from, if it names that. (Postgres writes it into the statement that calls it.)
CREATE OR REPLACE FUNCTION delta_sides(went text, was text, moved integer) RETURNS TABLE (status text, n integer)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT counted_as(s.status), s.n FROM (VALUES (went, moved), (was, -moved)) s (status, n) WHERE s.status IS NOT NULL
$$;
