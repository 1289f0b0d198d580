-- The replaced secrets that still sign, newest first. `previous` is a list of {secret, expires}.
CREATE OR REPLACE FUNCTION live_secrets(previous jsonb) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN previous IS NULL OR previous = '[]' THEN '[]'::jsonb ELSE (
    SELECT coalesce(jsonb_agg(p ORDER BY (p->>'expires')::timestamptz DESC), '[]')
    FROM jsonb_array_elements(previous) p WHERE (p->>'expires')::timestamptz > now()) END
$$;
