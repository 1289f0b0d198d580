-- The hash of an audit entry: over the previous entry's hash, or `base` where that is null, its number, its time in the API's format, and
-- its content.
CREATE OR REPLACE FUNCTION audit_hash(previous text, base text, seq bigint, at timestamptz, body text) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(coalesce(previous, base) || E'\n' || seq || E'\n' || api_time(at) || E'\n' || body, 'UTF8')), 'hex')
$$;
