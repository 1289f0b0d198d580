-- Operators see over all tenants which deliveries wait for another attempt, soonest first, and which failed, latest first.
CREATE INDEX deliveries_retried ON deliveries (next_attempt_at)
  WHERE status = 'Pending' AND attempts > 0 AND next_attempt_at IS NOT NULL;
CREATE INDEX deliveries_failed ON deliveries (ended_at) WHERE status = 'Failed' AND ended_at IS NOT NULL;
