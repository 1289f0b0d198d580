-- The retry policy of all messages to people; delays are in seconds.
CREATE OR REPLACE FUNCTION message_policy() RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '{"maxRetries": 5, "retryDelay": 10, "backoffMultiplier": 6, "maxDelay": 3600}'::jsonb
$$;
