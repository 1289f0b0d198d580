-- Delivery by lanes: each destination has its own window, breaker and order, so that a dead one slows nobody down.

-- The origin of a URL: scheme, host and port, without credentials and without the scheme's default port.
CREATE OR REPLACE FUNCTION url_origin(url text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(
    lower(regexp_replace(url, '^([a-zA-Z]+://)(?:[^/?#@]*@)?([^/?#]*).*$', '\1\2')),
    '^(http://.*):80$', '\1'), '^(https://.*):443$', '\1')
$$;

ALTER TABLE deliveries ADD COLUMN origin text GENERATED ALWAYS AS (url_origin(url)) STORED;
ALTER TABLE deliveries SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
DROP INDEX deliveries_due;
CREATE INDEX deliveries_lane_due ON deliveries (lane, next_attempt_at) WHERE status = 'Pending';
CREATE INDEX deliveries_webhook_status ON deliveries (webhook_id, status) WHERE webhook_id IS NOT NULL;

ALTER TABLE webhooks ADD COLUMN event_seq integer NOT NULL DEFAULT 0;

-- What is known of a lane that has been tried. A lane without a row is new: it starts with a small window.
CREATE TABLE delivery_lanes (
  lane        text PRIMARY KEY,
  -- Most deliveries in flight: grows with each success, back to 1 on failure.
  window_size integer NOT NULL CHECK (window_size > 0),
  -- Failures since the last success.
  failures    integer NOT NULL DEFAULT 0,
  -- How many times in a row the breaker has opened.
  trips       integer NOT NULL DEFAULT 0,
  -- Nothing is sent before: the breaker is open, or the destination asked for a pause.
  held_until  timestamptz,
  updated_at  timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);

-- One row: whoever claims holds it, so claims come one after another and the caps are exact over all workers.
CREATE TABLE delivery_gate (
  id          integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  -- Where the round of the lanes goes on.
  after_lane  text NOT NULL DEFAULT '',
  -- Of the global rate: what may be sent at once.
  tokens      double precision NOT NULL DEFAULT 0,
  refilled_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO delivery_gate DEFAULT VALUES;

-- Takes up to `room` due deliveries: round the lanes, one each before any gets a second, within each lane's window,
-- each origin's cap and the global rate. Of lanes that have failed last or never been tried at most `unproven_room`
-- are taken. First attempts of one operation at one destination come in sequence: a later one isn't taken before the
-- earlier has been tried. A last row without an id says that lanes are left to look at.
CREATE FUNCTION claim_deliveries(room integer, unproven_room integer, lease_ms integer, first_window integer,
                                 lane_cap integer, origin_cap integer, per_second double precision)
RETURNS TABLE (id text, epoch integer, is_proven boolean, destination text, webhook_id text, tenant_id uuid,
               project_id uuid, url text, event_id text, event_type text, body text, attempt integer,
               max_attempts integer, created_at timestamptz, secret jsonb, previous_secret jsonb, headers jsonb,
               retry_policy jsonb)
LANGUAGE plpgsql
-- The plan must not depend on statistics: they are always stale for a table that fills and empties like this.
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  max_lanes constant integer := 500;
  gate      delivery_gate;
  at_time   timestamptz;
  allowed   integer := room;
  taken     integer;
  lanes     text[];
  wrapped   text[];
  new_after text;
BEGIN
  SELECT * INTO gate FROM delivery_gate FOR UPDATE;
  at_time := clock_timestamp();
  IF per_second IS NOT NULL THEN
    gate.tokens := least(greatest(per_second, 1), gate.tokens
      + per_second * greatest(0, extract(epoch FROM at_time - gate.refilled_at)::double precision));
    allowed := least(room, floor(gate.tokens)::integer);
  END IF;

  WITH RECURSIVE later AS (
    (SELECT d.lane, 1 AS n FROM deliveries d WHERE d.status = 'Pending' AND d.lane > gate.after_lane ORDER BY d.lane LIMIT 1)
    UNION ALL
    SELECT next.lane, l.n + 1 FROM later l CROSS JOIN LATERAL (
      SELECT d.lane FROM deliveries d WHERE d.status = 'Pending' AND d.lane > l.lane ORDER BY d.lane LIMIT 1) next
    WHERE l.n < max_lanes
  ) SELECT coalesce(array_agg(l.lane ORDER BY l.n), '{}') INTO lanes FROM later l;
  IF gate.after_lane <> '' AND cardinality(lanes) < max_lanes THEN
    WITH RECURSIVE earlier AS (
      (SELECT d.lane, 1 AS n FROM deliveries d WHERE d.status = 'Pending' AND d.lane <= gate.after_lane ORDER BY d.lane LIMIT 1)
      UNION ALL
      SELECT next.lane, e.n + 1 FROM earlier e CROSS JOIN LATERAL (
        SELECT d.lane FROM deliveries d WHERE d.status = 'Pending' AND d.lane > e.lane AND d.lane <= gate.after_lane ORDER BY d.lane LIMIT 1) next
      WHERE e.n < max_lanes - cardinality(lanes)
    ) SELECT coalesce(array_agg(e.lane ORDER BY e.n), '{}') INTO wrapped FROM earlier e;
    lanes := lanes || wrapped;
  END IF;

  RETURN QUERY
  WITH busy AS MATERIALIZED (
    SELECT d.lane, d.origin FROM deliveries d WHERE d.status = 'InFlight'
  ), lane_busy AS (
    SELECT b.lane, count(*)::integer AS n FROM busy b GROUP BY b.lane
  ), origin_busy AS (
    SELECT b.origin, count(*)::integer AS n FROM busy b GROUP BY b.origin
  ), open_lanes AS MATERIALIZED (
    SELECT l.lane, l.place, coalesce(s.failures = 0, false) AS is_proven,
      greatest(0, least(lane_cap, coalesce(s.window_size, first_window)) - coalesce(b.n, 0)) AS free
    FROM unnest(lanes) WITH ORDINALITY AS l (lane, place)
    LEFT JOIN delivery_lanes s ON s.lane = l.lane
    LEFT JOIN webhooks w ON l.lane LIKE 'webhook:%' AND w.id = substr(l.lane, 9)
    LEFT JOIN lane_busy b ON b.lane = l.lane
    WHERE coalesce(s.held_until <= at_time, true) AND coalesce(w.status = 'Active', true)
  ), due AS (
    SELECT l.place, l.is_proven, c.id, c.origin,
      row_number() OVER (PARTITION BY l.lane ORDER BY c.next_attempt_at, c.event_position) AS turn
    FROM open_lanes l CROSS JOIN LATERAL (
      SELECT d.id, d.origin, d.next_attempt_at, d.event_position FROM deliveries d
      WHERE d.status = 'Pending' AND d.lane = l.lane AND d.next_attempt_at <= at_time
        AND NOT EXISTS (
          SELECT 1 FROM deliveries earlier
          WHERE earlier.operation_id = d.operation_id AND earlier.destination = d.destination
            AND earlier.sequence < d.sequence AND earlier.attempts = 0 AND earlier.status IN ('Pending', 'InFlight'))
      ORDER BY d.next_attempt_at LIMIT l.free FOR UPDATE OF d SKIP LOCKED) c
    WHERE l.free > 0
  ), ranked AS (
    SELECT due.*, coalesce(o.n, 0) + row_number() OVER (PARTITION BY due.origin ORDER BY due.turn, due.place) AS origin_rank,
      row_number() OVER (PARTITION BY due.is_proven ORDER BY due.turn, due.place) AS proven_rank
    FROM due LEFT JOIN origin_busy o ON o.origin = due.origin
  ), picked AS (
    SELECT r.id, r.is_proven FROM ranked r
    WHERE r.origin_rank <= origin_cap AND (r.is_proven OR r.proven_rank <= unproven_room)
    ORDER BY r.turn, r.place LIMIT allowed
  ), claimed AS (
    UPDATE deliveries d
    SET status = 'InFlight', epoch = d.epoch + 1, lease_until = at_time + lease_ms * interval '1 millisecond'
    FROM picked p WHERE d.id = p.id
    RETURNING d.*, p.is_proven
  )
  SELECT c.id, c.epoch, c.is_proven, c.destination, c.webhook_id, c.tenant_id, c.project_id, coalesce(w.url, c.url),
    e.id, e.type, e.body, c.attempts + 1, c.max_attempts, e.created_at, w.secret,
    CASE WHEN w.previous_secret_expires > at_time THEN w.previous_secret END, w.headers, w.retry_policy
  FROM claimed c JOIN events e ON e.position = c.event_position LEFT JOIN webhooks w ON w.id = c.webhook_id
  ORDER BY c.event_position;
  GET DIAGNOSTICS taken = ROW_COUNT;

  new_after := CASE
    WHEN taken > 0 AND taken = allowed THEN lanes[least(taken, cardinality(lanes))]
    WHEN cardinality(lanes) = max_lanes THEN lanes[max_lanes]
    ELSE gate.after_lane END;
  IF per_second IS NOT NULL OR new_after <> gate.after_lane THEN
    UPDATE delivery_gate SET after_lane = new_after, tokens = gate.tokens - taken,
      refilled_at = CASE WHEN per_second IS NULL THEN delivery_gate.refilled_at ELSE at_time END;
  END IF;
  IF cardinality(lanes) = max_lanes AND taken < allowed THEN
    RETURN QUERY SELECT NULL::text, 0, false, NULL::text, NULL::text, NULL::uuid, NULL::uuid, NULL::text, NULL::text,
      NULL::text, NULL::text, 0, 0, NULL::timestamptz, NULL::jsonb, NULL::jsonb, NULL::jsonb, NULL::jsonb;
  END IF;
END
$$;

-- Disables a webhook and ends what waits for it (kept, and redeliverable); tells the project's listeners by an event.
CREATE FUNCTION disable_webhook(which text, why text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  w         webhooks;
  event_id  text := 'evt-' || gen_random_uuid();
  event_pos bigint;
BEGIN
  UPDATE webhooks SET status = 'Disabled', disabled_reason = why, updated_at = now(), event_seq = event_seq + 1
  WHERE id = which AND status <> 'Disabled' RETURNING * INTO w;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE deliveries SET status = 'Failed', ended_at = now(), last_error = 'the webhook was disabled'
  WHERE lane = 'webhook:' || w.id AND status = 'Pending';
  INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
  VALUES (event_id, w.tenant_id, w.project_id, w.event_seq, 'webhook.disabled', json_build_object(
    'id', event_id, 'type', 'webhook.disabled', 'timestamp', api_time(now()), 'sequence', w.event_seq,
    'data', json_build_object('webhookId', w.id, 'webhookName', w.name, 'status', w.status, 'reason', why))::text)
  RETURNING position INTO event_pos;
  PERFORM pg_notify('longhaul_events', json_build_object('position', event_pos, 'type', 'webhook.disabled',
    'tenantId', w.tenant_id, 'projectId', w.project_id, 'operationId', NULL, 'batchId', NULL,
    'sequence', w.event_seq, 'epoch', 0)::text);
  RETURN true;
END
$$;

-- Records attempts and what becomes of their deliveries, lanes and webhooks. `given` is an array of objects; an attempt
-- whose caller no longer owns the delivery is left out. Returns the ids that were recorded and, for webhooks that
-- were disabled by this, the webhook and the reason. `effect` says what the attempt tells of the destination:
-- `success`, `failure` (it is unwell), `refused` (it is well and doesn't want this), `none` (it was never reached).
CREATE FUNCTION record_attempts(given json, first_window integer, lane_cap integer, trip_after integer,
                                min_open_ms double precision, max_open_ms double precision, disable_after_ms double precision)
RETURNS TABLE (delivery_id text, disabled_webhook text, disabled_reason text) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  done   jsonb;
  victim record;
BEGIN
  WITH g AS (
    SELECT * FROM json_to_recordset(given) AS g (id text, epoch integer, number integer, "startedAt" timestamptz,
      "durationMs" double precision, outcome text, "statusCode" integer, error text, excerpt text, status text,
      "retryMs" double precision, effect text, "holdMs" double precision, gone boolean)
  ), d AS (
    UPDATE deliveries d
    SET status = g.status, attempts = g.number, lease_until = NULL, last_status_code = g."statusCode", last_error = g.error,
      response_ms = round(g."durationMs"), ended_at = CASE WHEN g.status <> 'Pending' THEN now() END,
      next_attempt_at = CASE WHEN g.status = 'Pending' THEN now() + g."retryMs" * interval '1 millisecond' ELSE d.next_attempt_at END,
      -- What was not the destination's doing costs it no attempt.
      max_attempts = d.max_attempts + (g.effect = 'none')::integer
    FROM g WHERE d.id = g.id AND d.epoch = g.epoch AND d.status = 'InFlight'
    RETURNING d.id, d.lane, d.webhook_id, g.number, g."startedAt", g."durationMs", g.outcome, g."statusCode", g.error, g.excerpt,
      g.effect, g."holdMs", g.gone
  ), log AS (
    INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome, status_code, error, response_excerpt)
    SELECT d.id, d.number, d."startedAt", round(d."durationMs"), d.outcome, d."statusCode", d.error, d.excerpt FROM d
    ON CONFLICT (delivery_id, number) DO NOTHING
  )
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'lane', d.lane, 'webhook', d.webhook_id, 'effect', d.effect,
    'hold', d."holdMs", 'gone', d.gone)), '[]') INTO done FROM d;

  -- A lane that is as open as can be isn't written again for each success.
  INSERT INTO delivery_lanes AS s (lane, window_size, failures, trips, held_until)
  SELECT x.lane,
    CASE WHEN x.bad > 0 THEN 1 ELSE least(lane_cap, first_window + x.good) END,
    CASE WHEN x.good > 0 THEN 0 ELSE x.bad END,
    (x.good = 0 AND x.bad >= trip_after)::integer,
    greatest(now() + x.hold * interval '1 millisecond',
      CASE WHEN x.good = 0 AND x.bad >= trip_after THEN now() + min_open_ms * interval '1 millisecond' END)
  FROM (
    SELECT r.lane, count(*) FILTER (WHERE r.effect = 'success')::integer AS good,
      count(*) FILTER (WHERE r.effect = 'failure')::integer AS bad, max(r.hold) AS hold
    FROM jsonb_to_recordset(done) AS r (lane text, effect text, hold double precision)
    WHERE r.effect IN ('success', 'failure') OR r.hold IS NOT NULL GROUP BY r.lane
  ) x LEFT JOIN delivery_lanes known ON known.lane = x.lane
  WHERE known.lane IS NULL OR x.bad > 0 OR x.hold IS NOT NULL OR known.failures > 0 OR known.window_size < lane_cap
  ORDER BY x.lane
  ON CONFLICT (lane) DO UPDATE SET
    window_size = CASE WHEN excluded.window_size = 1 THEN 1 ELSE least(lane_cap, s.window_size + excluded.window_size - first_window) END,
    failures = CASE WHEN excluded.failures = 0 THEN 0 ELSE s.failures + excluded.failures END,
    trips = CASE WHEN excluded.failures = 0 THEN 0 ELSE s.trips + (s.failures + excluded.failures >= trip_after)::integer END,
    held_until = greatest(s.held_until, excluded.held_until, CASE WHEN excluded.failures > 0 AND s.failures + excluded.failures >= trip_after
      THEN now() + least(max_open_ms, min_open_ms * 2 ^ least(s.trips, 30)) * interval '1 millisecond' END),
    updated_at = now();

  UPDATE webhooks w SET failing_since = CASE WHEN x.good THEN NULL ELSE now() END
  FROM (SELECT r.webhook, bool_or(r.effect = 'success') AS good FROM jsonb_to_recordset(done) AS r (webhook text, effect text)
        WHERE r.webhook IS NOT NULL AND r.effect <> 'none' GROUP BY r.webhook) x
  WHERE w.id = x.webhook AND x.good = (w.failing_since IS NOT NULL);

  FOR victim IN
    SELECT w.id, CASE WHEN x.gone THEN 'Gone: the endpoint answered 410'
      ELSE 'Failing: nothing but failures since ' || api_time(w.failing_since) END AS why
    FROM (SELECT r.webhook, bool_or(r.gone) AS gone FROM jsonb_to_recordset(done) AS r (webhook text, effect text, gone boolean)
          WHERE r.webhook IS NOT NULL AND r.effect IN ('failure', 'refused') GROUP BY r.webhook) x
    JOIN webhooks w ON w.id = x.webhook
    WHERE w.status <> 'Disabled' AND (x.gone OR w.failing_since < now() - disable_after_ms * interval '1 millisecond')
    ORDER BY w.id
  LOOP
    IF disable_webhook(victim.id, victim.why) THEN
      RETURN QUERY SELECT NULL::text, victim.id, victim.why;
    END IF;
  END LOOP;
  RETURN QUERY SELECT r.id, NULL::text, NULL::text FROM jsonb_to_recordset(done) AS r (id text);
END
$$;

-- Appends one event of an operation and a delivery for each destination that wants it. Runs inside the statement
-- that changed the operation; `op` is the row as that statement left it, its event_seq already that of this event.
-- `extra` is merged over the common data. A paused webhook's deliveries wait; a disabled one gets none.
CREATE OR REPLACE FUNCTION append_operation_event(op operations, what text, extra jsonb DEFAULT '{}') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  event_id  text := 'evt-' || gen_random_uuid();
  event_pos bigint;
  event_body text;
BEGIN
  event_body := json_build_object(
    'id', event_id,
    'type', what,
    'timestamp', api_time(now()),
    'sequence', op.event_seq,
    'data', jsonb_strip_nulls(jsonb_build_object(
      'operationId', op.id,
      'operationType', op.type,
      'operationName', op.name,
      'status', op.status,
      'priority', op.priority,
      'progress', jsonb_build_object(
        'percentage', op.progress,
        'currentPhase', op.current_phase,
        'phasesCompleted', op.phases_completed,
        'totalPhases', op.total_phases),
      'batchId', op.batch_id,
      'operationKey', op.operation_key,
      'dateCreated', api_time(op.created_at),
      'startTime', api_time(op.started_at),
      'endTime', api_time(op.ended_at),
      'timeoutAt', api_time(op.timeout_at)) || extra))::text;

  INSERT INTO events (id, tenant_id, project_id, operation_id, batch_id, sequence, type, body)
  VALUES (event_id, op.tenant_id, op.project_id, op.id, op.batch_id, op.event_seq, what, event_body)
  RETURNING position INTO event_pos;

  INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, operation_id, batch_id,
                          lane, url, event_type, sequence, progress, max_attempts)
  SELECT 'dlv-' || gen_random_uuid(), event_pos, op.tenant_id, op.project_id, 'webhook:' || w.id, w.id, op.id, op.batch_id,
         'webhook:' || w.id, w.url, what, op.event_seq, op.progress, 1 + coalesce((w.retry_policy->>'maxRetries')::int, 0)
  FROM webhooks w
  WHERE w.tenant_id = op.tenant_id AND w.project_id = op.project_id AND w.status <> 'Disabled' AND what = ANY (w.events)
    AND (w.filters->'operationTypes' IS NULL OR jsonb_array_length(w.filters->'operationTypes') = 0 OR w.filters->'operationTypes' ? op.type)
    AND (w.filters->'priorities' IS NULL OR jsonb_array_length(w.filters->'priorities') = 0 OR w.filters->'priorities' ? op.priority)
    AND (what <> 'operation.progress' OR op.progress >= coalesce((w.filters->>'minProgressIncrement')::int, 1) + coalesce(
          (SELECT max(d.progress) FROM deliveries d
           WHERE d.operation_id = op.id AND d.webhook_id = w.id AND d.event_type = 'operation.progress'), 0));

  IF op.callbacks IS NOT NULL THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, operation_id, batch_id,
                            lane, url, event_type, sequence, progress, max_attempts)
    SELECT 'dlv-' || gen_random_uuid(), event_pos, op.tenant_id, op.project_id, 'callback:' || c.kind, op.id, op.batch_id,
           'callback:' || op.tenant_id || ':' || url_origin(c.url), c.url, what, op.event_seq, op.progress, 6
    FROM (SELECT k.kind, op.callbacks->>k.kind AS url FROM (VALUES ('onProgress'), ('onCompletion'), ('onError')) k(kind)) c
    WHERE c.url IS NOT NULL AND CASE c.kind
      WHEN 'onProgress' THEN what = 'operation.progress' AND op.progress >= 5 + coalesce(
          (SELECT max(d.progress) FROM deliveries d
           WHERE d.operation_id = op.id AND d.destination = 'callback:onProgress'), 0)
      WHEN 'onCompletion' THEN what = 'operation.completed'
          OR what = 'operation.cancelled' AND coalesce((op.cancellation->>'notifyCallbacks')::boolean, true)
      ELSE what = 'operation.failed' END;
  END IF;

  -- A newer progress event, or the end, makes older progress that waits pointless, tried before or not.
  IF what IN ('operation.progress', 'operation.completed', 'operation.failed', 'operation.cancelled') THEN
    UPDATE deliveries d SET status = 'Superseded', ended_at = now()
    WHERE d.operation_id = op.id AND d.event_type = 'operation.progress' AND d.status = 'Pending'
      AND d.event_position <> event_pos
      AND (what <> 'operation.progress'
           OR EXISTS (SELECT 1 FROM deliveries n WHERE n.event_position = event_pos AND n.destination = d.destination));
  END IF;

  PERFORM pg_notify('longhaul_events', json_build_object(
    'position', event_pos, 'type', what, 'tenantId', op.tenant_id, 'projectId', op.project_id,
    'operationId', op.id, 'batchId', op.batch_id, 'sequence', op.event_seq, 'epoch', op.epoch,
    'force', op.cancellation->'forceTermination')::text);
  RETURN event_pos;
END
$$;
