-- How long an operation that has ended ran. For one that was interrupted, only the time of its phases counts, not the pauses.
CREATE OR REPLACE FUNCTION ran_seconds(o operations) RETURNS double precision LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN o.started_at IS NULL THEN 0
    WHEN o.attempt = 0 AND o.crash_count = 0 AND o.epoch <= 2 THEN greatest(0, extract(epoch FROM o.ended_at - o.started_at))
    ELSE greatest(0, (o.usage->>'cpuSeconds')::double precision / o.cpu_units, (SELECT sum(extract(epoch FROM p.ended_at - p.started_at)) FROM phases p
      WHERE p.operation_id = o.id AND p.ended_at >= p.started_at AND p.started_at >= o.started_at)) END
$$;
