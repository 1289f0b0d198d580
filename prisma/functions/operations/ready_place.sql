-- The place of an operation in ready_operations, if it is to be claimed: in the line of its priority by its tag of the fair order, or,
-- given back, by the second since which it may go on.
CREATE OR REPLACE FUNCTION ready_place(status text, blocked boolean, fair_tag double precision, lease_until timestamptz, priority text,
  next_attempt_at timestamptz, created_at timestamptz) RETURNS TABLE (line text, tag double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p.* FROM (SELECT CASE status WHEN 'Initiated' THEN CASE WHEN NOT blocked AND fair_tag > '-infinity' THEN priority END
      WHEN 'Running' THEN CASE WHEN lease_until IS NULL THEN 'GivenBack' END END AS line,
    CASE status WHEN 'Initiated' THEN fair_tag ELSE extract(epoch FROM coalesce(next_attempt_at, created_at))::float8 END) p
  WHERE p.line IS NOT NULL
$$;
