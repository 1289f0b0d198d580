-- The line of ready_operations in which an operation stands; null when it isn't to be claimed.
CREATE OR REPLACE FUNCTION ready_line(status text, blocked boolean, fair_tag double precision, lease_until timestamptz, priority text)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE status WHEN 'Initiated' THEN CASE WHEN NOT blocked AND fair_tag > '-infinity' THEN priority END
    WHEN 'Running' THEN CASE WHEN lease_until IS NULL THEN 'GivenBack' END END
$$;
