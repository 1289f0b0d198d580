-- Callbacks have no policy of their own; delays in seconds.
CREATE OR REPLACE FUNCTION callback_policy() RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '{"maxRetries": 5, "retryDelay": 10, "backoffMultiplier": 3, "maxDelay": 3600}'::jsonb
$$;
