-- The tag of an operation in its line (ready_line): that of the fair order, or the second since which what was given back may go on.
CREATE OR REPLACE FUNCTION ready_tag(status text, fair_tag double precision, next_attempt_at timestamptz, created_at timestamptz)
RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE status WHEN 'Initiated' THEN fair_tag ELSE extract(epoch FROM coalesce(next_attempt_at, created_at))::double precision END
$$;
