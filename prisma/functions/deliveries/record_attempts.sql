-- It had no messages before.
DROP FUNCTION IF EXISTS record_attempts(json, integer, integer, integer, double precision, double precision, double precision);

-- Records attempts and updates their deliveries, lanes and webhooks. `given` is an array of objects; an attempt is skipped when its
-- caller no longer owns the delivery. Some may be at messages to people about the operations `told`: the status of an operation shows its
-- messages, so that it gets a new version with each. Returns the ids that were recorded and, for each webhook that this disabled, the
-- webhook and the reason. `effect` is what the attempt says about the destination: `success`, `failure` (it has a fault), `refused` (it works but
-- rejects this delivery), `none` (it was never reached).
CREATE OR REPLACE FUNCTION record_attempts(given json, first_window integer, lane_cap integer, trip_after integer,
                                min_open_ms double precision, max_open_ms double precision, disable_after_ms double precision,
                                told text[] DEFAULT '{}')
RETURNS TABLE (delivery_id text, disabled_webhook text, disabled_reason text) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  kept text[];
  -- What the attempts say about lanes and webhooks that don't just go on working: an object for each lane, which has one webhook or none.
  news jsonb;
BEGIN
  IF told <> '{}' THEN
    -- Before their deliveries, as everywhere.
    PERFORM 1 FROM operations o WHERE o.id = ANY (told) ORDER BY o.id FOR NO KEY UPDATE;
  END IF;
  WITH g AS MATERIALIZED (
    SELECT * FROM json_to_recordset(given) AS g (id text, epoch integer, number integer, "startedAt" timestamptz,
      "durationMs" double precision, outcome text, "statusCode" integer, error text, excerpt text, status text,
      "retryMs" double precision, effect text, "holdMs" double precision, gone boolean, target jsonb)
  ), d AS (
    UPDATE deliveries d
    SET status = g.status, attempts = g.number, lease_until = NULL, crash_count = 0, last_status_code = g."statusCode", last_error = g.error,
      response_ms = round(g."durationMs"), ended_at = CASE WHEN g.status <> 'Pending' THEN now() END,
      next_attempt_at = CASE WHEN g.status = 'Pending' THEN now() + g."retryMs" * interval '1 millisecond' ELSE d.next_attempt_at END,
      -- A message that some people have got goes on to the others.
      target = coalesce(g.target, d.target),
      -- A failure that the destination didn't cause costs no attempt.
      max_attempts = d.max_attempts + (g.effect = 'none')::integer
    FROM g
    -- By their keys: by what is in flight, all of that would be read.
    WHERE d.id = ANY (ARRAY (SELECT g.id FROM g)) AND d.id = g.id AND d.epoch = g.epoch AND d.status = 'InFlight'
    RETURNING d.id, d.lane, d.webhook_id, g.number, g."startedAt", g."durationMs", g.outcome, g."statusCode", g.error, g.excerpt,
      g.effect, g."holdMs", g.gone
  ), log AS (
    INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome, status_code, error, response_excerpt)
    SELECT d.id, d.number, d."startedAt", round(d."durationMs"), d.outcome, d."statusCode", d.error, d.excerpt FROM d
    ON CONFLICT (delivery_id, number) DO NOTHING
  ), said AS (
    SELECT d.lane, d.webhook_id AS webhook, count(*) FILTER (WHERE d.effect = 'success')::integer AS good,
      count(*) FILTER (WHERE d.effect = 'failure')::integer AS bad, bool_or(d.effect IN ('failure', 'refused')) AS has_failed,
      bool_or(d.gone) AS gone, max(d."holdMs") AS hold
    FROM d GROUP BY d.lane, d.webhook_id
  )
  -- A fully open lane and a webhook that works are not written again for each success.
  SELECT (SELECT array_agg(d.id) FROM d), jsonb_agg(said) FILTER (WHERE said.has_failed OR said.hold IS NOT NULL OR said.good > 0
    AND (known.lane IS NULL OR known.failures > 0 OR known.window_size < lane_cap OR w.failing_since IS NOT NULL))
  INTO kept, news
  FROM said LEFT JOIN delivery_lanes known ON known.lane = said.lane LEFT JOIN webhooks w ON w.id = said.webhook;
  RETURN QUERY SELECT unnest(kept), NULL::text, NULL::text;
  IF told <> '{}' THEN
    UPDATE operations o SET version = o.version + 1
    WHERE o.id = ANY (ARRAY(SELECT d.operation_id FROM deliveries d WHERE d.id = ANY (kept) AND d.target IS NOT NULL));
  END IF;
  IF news IS NULL THEN
    RETURN;
  END IF;

  INSERT INTO delivery_lanes AS s (lane, window_size, failures, trips, held_until)
  SELECT x.lane,
    CASE WHEN x.bad > 0 THEN 1 ELSE least(lane_cap, first_window + x.good) END,
    CASE WHEN x.good > 0 THEN 0 ELSE x.bad END,
    (x.good = 0 AND x.bad >= trip_after)::integer,
    greatest(now() + x.hold * interval '1 millisecond',
      CASE WHEN x.good = 0 AND x.bad >= trip_after THEN now() + min_open_ms * interval '1 millisecond' END)
  FROM jsonb_to_recordset(news) AS x (lane text, good integer, bad integer, hold double precision)
  WHERE x.good + x.bad > 0 OR x.hold IS NOT NULL
  ORDER BY x.lane
  ON CONFLICT (lane) DO UPDATE SET
    window_size = CASE WHEN excluded.window_size = 1 THEN 1 ELSE least(lane_cap, s.window_size + excluded.window_size - first_window) END,
    failures = CASE WHEN excluded.failures = 0 THEN 0 ELSE s.failures + excluded.failures END,
    trips = CASE WHEN excluded.failures = 0 THEN 0 ELSE s.trips + (s.failures + excluded.failures >= trip_after)::integer END,
    held_until = greatest(s.held_until, excluded.held_until, CASE WHEN excluded.failures > 0 AND s.failures + excluded.failures >= trip_after
      THEN now() + least(max_open_ms, min_open_ms * 2 ^ least(s.trips, 30)) * interval '1 millisecond' END),
    updated_at = now();

  UPDATE webhooks w SET failing_since = CASE WHEN x.good = 0 THEN now() END
  FROM jsonb_to_recordset(news) AS x (webhook text, good integer, has_failed boolean)
  WHERE w.id = x.webhook AND (x.good > 0 OR x.has_failed) AND (x.good > 0) = (w.failing_since IS NOT NULL);

  RETURN QUERY SELECT NULL::text, v.id, v.why FROM (
    SELECT w.id, CASE WHEN x.gone THEN 'Gone: the endpoint answered 410'
      ELSE 'Failing: nothing but failures since ' || api_time(w.failing_since) END AS why
    FROM jsonb_to_recordset(news) AS x (webhook text, has_failed boolean, gone boolean) JOIN webhooks w ON w.id = x.webhook
    WHERE x.has_failed AND w.status <> 'Disabled' AND (x.gone OR w.failing_since < now() - disable_after_ms * interval '1 millisecond')
    ORDER BY w.id) v
  WHERE disable_webhook(v.id, v.why);
END
$$;
