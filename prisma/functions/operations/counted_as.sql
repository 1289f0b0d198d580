-- The status under which counts have an operation: Initiated, until it ends. What runs is counted in running_operations, so that a claim
-- changes no count.
CREATE OR REPLACE FUNCTION counted_as(status text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE status WHEN 'Running' THEN 'Initiated' ELSE status END
$$;
