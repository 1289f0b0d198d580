-- The secrets that sign besides `next` once it replaces `current`: `current` for `overlap_sec` more, and all that still sign. When
-- `next` is one of them, it is removed from the list.
CREATE OR REPLACE FUNCTION replaced_secrets(previous jsonb, current jsonb, next jsonb, overlap_sec double precision) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT jsonb_build_array(jsonb_build_object('secret', current, 'expires', now() + overlap_sec * interval '1 second')) || (
    SELECT coalesce(jsonb_agg(p), '[]') FROM jsonb_array_elements(live_secrets(previous)) p WHERE p->'secret' <> next)
$$;
