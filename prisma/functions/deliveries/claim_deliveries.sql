-- Takes up to `room` due deliveries: round the lanes, one each before any gets a second, within each lane's window,
-- each origin's cap and the global rate. Of lanes that have failed last or never been tried at most `unproven_room`
-- are taken, in turn over the tenants, and of one tenant no more than `unproven_of_tenant` are in flight: who has many
-- lanes to nowhere leaves room for the others' first attempts. First attempts of one operation at one destination come
-- in sequence: a later one isn't taken before the earlier has been tried. A last row without an id says that lanes are
-- left to look at.
CREATE OR REPLACE FUNCTION claim_deliveries(room integer, unproven_room integer, unproven_of_tenant integer, lease_ms integer,
                                 first_window integer, lane_cap integer, origin_cap integer, per_second double precision)
RETURNS TABLE (id text, epoch integer, is_proven boolean, destination text, webhook_id text, tenant_id uuid,
               project_id uuid, url text, event_id text, event_type text, body text, attempt integer,
               max_attempts integer, created_at timestamptz, secret jsonb, previous_secrets jsonb, headers jsonb,
               retry_policy jsonb)
LANGUAGE plpgsql
-- The plan must not depend on statistics: they are always stale for a table that fills and empties like this.
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  max_lanes constant integer := 500;
  gate      delivery_gate;
  at_time   timestamptz;
  allowed   integer := room;
  taken     integer;
  ahead     integer;
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

  -- No lane needs to be looked at deeper than twice its share of the room; what is left is for the next claim.
  ahead := 1 + 2 * allowed / greatest(1, cardinality(lanes));

  RETURN QUERY
  WITH busy AS MATERIALIZED (
    SELECT d.lane, d.origin, d.tenant_id FROM deliveries d WHERE d.status = 'InFlight'
  ), lane_busy AS (
    SELECT b.lane, count(*)::integer AS n FROM busy b GROUP BY b.lane
  ), origin_busy AS (
    SELECT b.origin, count(*)::integer AS n FROM busy b GROUP BY b.origin
  ), tenant_busy AS (
    SELECT b.tenant_id, count(*)::integer AS n FROM busy b LEFT JOIN delivery_lanes s ON s.lane = b.lane
    WHERE coalesce(s.failures > 0, true) GROUP BY b.tenant_id
  ), open_lanes AS MATERIALIZED (
    SELECT l.lane, l.place, coalesce(s.failures = 0, false) AS is_proven,
      greatest(0, least(lane_cap, coalesce(s.window_size, first_window)) - coalesce(b.n, 0)) AS free
    FROM unnest(lanes) WITH ORDINALITY AS l (lane, place)
    LEFT JOIN delivery_lanes s ON s.lane = l.lane
    LEFT JOIN webhooks w ON l.lane LIKE 'webhook:%' AND w.id = substr(l.lane, 9)
    LEFT JOIN lane_busy b ON b.lane = l.lane
    WHERE coalesce(s.held_until <= at_time, true) AND coalesce(w.status = 'Active', true)
  ), due AS (
    SELECT l.place, l.is_proven, c.id, c.origin, c.tenant_id,
      row_number() OVER (PARTITION BY l.lane ORDER BY c.next_attempt_at, c.event_position) AS turn
    FROM open_lanes l CROSS JOIN LATERAL (
      SELECT d.id, d.origin, d.tenant_id, d.next_attempt_at, d.event_position FROM deliveries d
      WHERE d.status = 'Pending' AND d.lane = l.lane AND d.next_attempt_at <= at_time
        AND NOT EXISTS (
          SELECT 1 FROM deliveries earlier
          WHERE earlier.operation_id = d.operation_id AND earlier.destination = d.destination
            AND earlier.sequence < d.sequence AND earlier.attempts = 0 AND earlier.status IN ('Pending', 'InFlight'))
      ORDER BY d.next_attempt_at LIMIT least(l.free, ahead)) c
    WHERE l.free > 0
  ), ranked AS (
    SELECT due.*, coalesce(o.n, 0) + row_number() OVER (PARTITION BY due.origin ORDER BY due.turn, due.place) AS origin_rank,
      coalesce(t.n, 0) + row_number() OVER (PARTITION BY due.tenant_id, due.is_proven ORDER BY due.turn, due.place) AS tenant_rank
    FROM due LEFT JOIN origin_busy o ON o.origin = due.origin LEFT JOIN tenant_busy t ON t.tenant_id = due.tenant_id
  ), open_to_all AS (
    SELECT r.*, row_number() OVER (PARTITION BY r.is_proven ORDER BY r.tenant_rank, r.turn, r.place) AS proven_rank
    FROM ranked r WHERE r.origin_rank <= origin_cap AND (r.is_proven OR r.tenant_rank <= unproven_of_tenant)
  ), picked AS (
    SELECT r.id, r.is_proven FROM open_to_all r
    WHERE r.is_proven OR r.proven_rank <= unproven_room
    ORDER BY r.turn, r.place LIMIT allowed
  ), held AS (
    -- One that a state change is just superseding is left alone: nobody waits for its transaction.
    SELECT d.id, p.is_proven FROM picked p JOIN deliveries d ON d.id = p.id
    WHERE d.status = 'Pending' FOR UPDATE OF d SKIP LOCKED
  ), claimed AS (
    UPDATE deliveries d
    SET status = 'InFlight', epoch = d.epoch + 1, lease_until = at_time + lease_ms * interval '1 millisecond'
    FROM held h WHERE d.id = h.id
    RETURNING d.*, h.is_proven
  )
  SELECT c.id, c.epoch, c.is_proven, c.destination, c.webhook_id, c.tenant_id, c.project_id, coalesce(w.url, c.url),
    e.id, e.type, e.body, c.attempts + 1, c.max_attempts, e.created_at, w.secret,
    live_secrets(w.previous_secrets), w.headers, coalesce(w.retry_policy, callback_policy())
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
