-- Operators see over all tenants where deliveries and messages to people stand that haven't arrived: a page of any stage is
-- found at once, however many stand elsewhere. The conditions name the stage, which no guarded write and no claim does.
DROP INDEX deliveries_retried;
CREATE INDEX deliveries_stage ON deliveries (least(attempts, 1), next_attempt_at)
  WHERE status = 'Pending' AND least(attempts, 1) IS NOT NULL;

CREATE INDEX notifications_stage ON notifications
  ((CASE WHEN lease_until IS NOT NULL THEN 'sending' WHEN last_error IS NULL THEN 'waiting' ELSE 'retrying' END), next_attempt_at)
  WHERE status = 'Pending'
    AND (CASE WHEN lease_until IS NOT NULL THEN 'sending' WHEN last_error IS NULL THEN 'waiting' ELSE 'retrying' END) IS NOT NULL;
-- Those that a worker took and gave up, or could not send for want of a mail server or of Slack.
CREATE INDEX notifications_failed ON notifications (created_at)
  WHERE (status = 'Failed' OR status = 'Skipped' AND epoch > 0) AND created_at IS NOT NULL;
