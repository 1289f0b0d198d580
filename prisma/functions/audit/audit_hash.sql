-- The hash of an entry of the audit log: of the one before, its number, its time as the API writes it, and what it says.
CREATE OR REPLACE FUNCTION audit_hash(previous text, seq bigint, at timestamptz, body text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(previous || E'\n' || seq || E'\n' || api_time(at) || E'\n' || body, 'UTF8')), 'hex')
$$;
