-- What a row of operation_count_deltas says of each status: of the one that operations went to (or entered or left), and of the one that
-- they came from, if it names that. CPU units are those of running operations. (Postgres writes it into the statement that calls it.)
CREATE OR REPLACE FUNCTION delta_sides(went text, was text, moved integer, units double precision)
RETURNS TABLE (status text, n integer, cpu_units double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT s.* FROM (VALUES (went, moved, units), (was, -moved, 0)) s (status, n, cpu_units) WHERE s.status IS NOT NULL
$$;
