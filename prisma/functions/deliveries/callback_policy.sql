-- The retry policy of all callbacks; delays are in seconds.
CREATE OR REPLACE FUNCTION callback_policy() RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '{"maxRetries": 5, "retryDelay": 10, "backoffMultiplier": 3, "maxDelay": 3600}'::jsonb
$$;
