-- Operations that were given back and wait to be claimed again: what lists them doesn't read those that run. It can't ask for the lease,
-- which no index may have, but whoever gives an operation back takes its worker's name away, too.
UPDATE operations SET worker_node = NULL WHERE status = 'Running' AND lease_until IS NULL AND worker_node IS NOT NULL;
CREATE INDEX operations_given_back ON operations (next_attempt_at, created_at)
  WHERE status = 'Running' AND worker_node IS NULL AND created_at IS NOT NULL;
