-- Workers of the version before record messages by this while an upgrade is under way.
CREATE OR REPLACE FUNCTION record_messages(told text[], given json, first_window integer, lane_cap integer, trip_after integer,
                                min_open_ms double precision, max_open_ms double precision, disable_after_ms double precision)
RETURNS TABLE (delivery_id text, disabled_webhook text, disabled_reason text) LANGUAGE sql AS $$
  SELECT * FROM record_attempts(given, first_window, lane_cap, trip_after, min_open_ms, max_open_ms, disable_after_ms, told)
$$;
