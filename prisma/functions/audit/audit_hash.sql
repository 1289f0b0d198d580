-- The hash of an audit entry: over the previous entry's hash, its number, its time in the API's format, and its content.
CREATE OR REPLACE FUNCTION audit_hash(previous text, seq bigint, at timestamptz, body text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(previous || E'\n' || seq || E'\n' || api_time(at) || E'\n' || body, 'UTF8')), 'hex')
$$;
