-- The number of attempts that a retry policy allows, the first attempt included.
CREATE OR REPLACE FUNCTION attempts_of(policy jsonb) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 1 + coalesce((policy->>'maxRetries')::integer, 0)
$$;
