-- Brings a ledger that was made before the baseline (by the migrations of 24 to 26 November 2026 or later ones) to the state
-- that the baseline makes; the functions are applied after it, as always. Each step holds however far the ledger had come.

ALTER TABLE operations ADD COLUMN IF NOT EXISTS lapsed_epoch integer;
DROP INDEX IF EXISTS operations_running, operations_ready, operations_deadline, operations_history;
CREATE INDEX operations_running ON operations (id) WHERE status = 'Running';
CREATE INDEX operations_ready ON operations (created_at) WHERE status = 'Initiated' AND NOT blocked AND created_at IS NOT NULL;
CREATE INDEX operations_deadline ON operations (timeout_at) WHERE status IN ('Initiated', 'Running') AND timeout_at IS NOT NULL;
CREATE INDEX operations_history ON operations (type, ended_at DESC) WHERE status = 'Completed' AND ended_at IS NOT NULL;
DROP TRIGGER IF EXISTS operations_uncounted ON operations;
DROP TRIGGER IF EXISTS operations_expired ON operations;
DROP FUNCTION IF EXISTS uncount_operation();
-- append_events took its place.
DROP FUNCTION IF EXISTS append_operation_event(operations, text, jsonb);

-- A list of secrets that sign on took the place of a single one.
DO $$
DECLARE
  owner text;
BEGIN
  FOREACH owner IN ARRAY ARRAY['webhooks', 'callback_secrets'] LOOP
    IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = owner::regclass AND attname = 'previous_secret' AND NOT attisdropped) THEN
      EXECUTE format($x$
        ALTER TABLE %1$I ADD COLUMN previous_secrets jsonb NOT NULL DEFAULT '[]';
        UPDATE %1$I SET previous_secrets = jsonb_build_array(
          jsonb_build_object('secret', previous_secret, 'expires', previous_secret_expires))
        WHERE previous_secret_expires > now();
        ALTER TABLE %1$I DROP COLUMN previous_secret, DROP COLUMN previous_secret_expires;
      $x$, owner);
    END IF;
  END LOOP;
END
$$;

-- A delivery's lane follows from its row; tenants shared those of callbacks.
CREATE OR REPLACE FUNCTION callback_lane(tenant uuid, url text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 'callback:' || tenant::text || ':' || url_origin(url)
$$;
ALTER TABLE deliveries DROP COLUMN lane;
ALTER TABLE deliveries ADD COLUMN lane text NOT NULL
  GENERATED ALWAYS AS (CASE WHEN webhook_id IS NULL THEN callback_lane(tenant_id, url) ELSE 'webhook:' || webhook_id END) STORED;
DELETE FROM delivery_lanes WHERE lane LIKE 'origin:%';
DROP FUNCTION IF EXISTS claim_deliveries(integer, integer, integer, integer, integer, integer, double precision);
DROP INDEX IF EXISTS deliveries_leased, deliveries_order, deliveries_batch, deliveries_failed_callbacks, deliveries_failed,
  deliveries_retried, deliveries_in_flight, deliveries_stage;
CREATE INDEX deliveries_batch ON deliveries (batch_id) WHERE batch_id IS NOT NULL AND webhook_id IS NULL;
CREATE INDEX deliveries_failed_callbacks ON deliveries (tenant_id, project_id, created_at)
  WHERE webhook_id IS NULL AND status = 'Failed' AND created_at IS NOT NULL;
CREATE INDEX deliveries_failed ON deliveries (ended_at) WHERE status = 'Failed' AND ended_at IS NOT NULL;
CREATE INDEX deliveries_lane_due ON deliveries (lane, next_attempt_at) WHERE status = 'Pending' AND lane IS NOT NULL;
CREATE INDEX deliveries_order ON deliveries (operation_id, destination, sequence)
  WHERE status IN ('Pending', 'InFlight') AND operation_id IS NOT NULL;
CREATE INDEX deliveries_in_flight ON deliveries (id) WHERE status = 'InFlight';
CREATE INDEX deliveries_stage ON deliveries (least(attempts, 1), next_attempt_at)
  WHERE status = 'Pending' AND least(attempts, 1) IS NOT NULL;

ALTER TABLE datasets ADD COLUMN IF NOT EXISTS lapsed_epoch integer;
ALTER TABLE datasets ADD COLUMN IF NOT EXISTS kind text NOT NULL DEFAULT 'log' CHECK (kind IN ('log', 'preview'));
DROP INDEX IF EXISTS datasets_importing, datasets_previews;
CREATE INDEX datasets_importing ON datasets (id) WHERE status = 'Importing';
CREATE INDEX datasets_previews ON datasets (created_at) WHERE kind = 'preview';

DROP INDEX IF EXISTS notifications_due, notifications_stage, notifications_failed;
CREATE INDEX notifications_due ON notifications (next_attempt_at) WHERE status = 'Pending' AND next_attempt_at IS NOT NULL;
CREATE INDEX notifications_stage ON notifications
  ((CASE WHEN lease_until IS NOT NULL THEN 'sending' WHEN last_error IS NULL THEN 'waiting' ELSE 'retrying' END), next_attempt_at)
  WHERE status = 'Pending'
    AND (CASE WHEN lease_until IS NOT NULL THEN 'sending' WHEN last_error IS NULL THEN 'waiting' ELSE 'retrying' END) IS NOT NULL;
CREATE INDEX notifications_failed ON notifications (created_at)
  WHERE (status = 'Failed' OR status = 'Skipped' AND epoch > 0) AND created_at IS NOT NULL;
