-- For how many ms there is no work unless new work arrives: 0 while any work is under way, null when none is planned. Unless it is 0,
-- `sleeper` is notified of new work for the next `sleep_ms`; while there is work, nobody rests and nothing has to be told.
CREATE OR REPLACE FUNCTION ledger_rest(sleeper text, sleep_ms double precision) RETURNS double precision
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  due timestamptz;
BEGIN
  DELETE FROM sleepers WHERE until < now() - interval '1 hour';

  IF EXISTS (SELECT FROM operations WHERE ended_at IS NULL AND timeout_at IS NOT NULL)
    OR EXISTS (SELECT FROM running_operations) OR EXISTS (SELECT FROM ready_operations)
    OR EXISTS (SELECT FROM operations WHERE held_tag IS NOT NULL)
    OR EXISTS (SELECT FROM deliveries WHERE status = 'InFlight')
    OR EXISTS (SELECT FROM datasets WHERE status = 'Importing' AND deleted_at IS NULL)
    OR EXISTS (SELECT FROM audit_inbox WHERE has_ended) THEN
    UPDATE sleepers SET until = clock_timestamp() WHERE name = sleeper AND until > clock_timestamp();
    RETURN 0;
  END IF;
  INSERT INTO sleepers AS s VALUES (sleeper, clock_timestamp() + sleep_ms * interval '1 millisecond')
  ON CONFLICT (name) DO UPDATE SET until = excluded.until;
  due := least(
    (SELECT min(next_run_at) FROM schedules WHERE next_run_at IS NOT NULL),
    (SELECT min(next_attempt_at) FROM deliveries WHERE status = 'Pending' AND target IS NULL AND least(attempts, 1) = 0),
    (SELECT min(next_attempt_at) FROM deliveries WHERE status = 'Pending' AND target IS NULL AND least(attempts, 1) = 1),
    (SELECT min(next_attempt_at) FROM deliveries WHERE status = 'Pending' AND target IS NOT NULL AND least(attempts, 1) = 0),
    (SELECT min(next_attempt_at) FROM deliveries WHERE status = 'Pending' AND target IS NOT NULL AND least(attempts, 1) = 1));
  -- (greatest() ignores null and would return 0.)
  RETURN CASE WHEN due IS NOT NULL THEN greatest(0, 1000 * extract(epoch FROM due - clock_timestamp())) END;
END
$$;
