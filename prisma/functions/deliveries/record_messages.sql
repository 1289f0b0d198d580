-- Records attempts as record_attempts does, some of them at messages to people about the operations `told`. The status of an operation
-- shows its messages: it gets a new version with each that was recorded. Operations are locked before deliveries, as everywhere.
CREATE OR REPLACE FUNCTION record_messages(told text[], given json, first_window integer, lane_cap integer, trip_after integer,
                                min_open_ms double precision, max_open_ms double precision, disable_after_ms double precision)
RETURNS TABLE (delivery_id text, disabled_webhook text, disabled_reason text) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  recorded record;
  kept     text[] := '{}';
BEGIN
  PERFORM 1 FROM operations o WHERE o.id = ANY (told) ORDER BY o.id FOR NO KEY UPDATE;
  FOR recorded IN
    SELECT * FROM record_attempts(given, first_window, lane_cap, trip_after, min_open_ms, max_open_ms, disable_after_ms)
  LOOP
    kept := kept || recorded.delivery_id;
    RETURN QUERY SELECT recorded.delivery_id, recorded.disabled_webhook, recorded.disabled_reason;
  END LOOP;
  UPDATE operations o SET version = o.version + 1
  WHERE o.id = ANY (ARRAY(SELECT d.operation_id FROM deliveries d WHERE d.id = ANY (kept) AND d.target IS NOT NULL));
END
$$;
