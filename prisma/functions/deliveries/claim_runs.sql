-- Claims up to `room` runs of due deliveries. A run has one delivery, and up to `run_length` where they are first attempts of one operation
-- at one destination, whose lane is proven: its worker sends them one after another. Wherever deliveries in flight are counted, a run
-- counts as one. With a rate to keep to, each run has one.
-- Tenants share what is in flight by their weights: the next run is always taken from the tenant with the fewest in flight for its
-- weight, whatever its number of waiting deliveries, lanes or projects.
-- Within a tenant the lanes take turns, within each lane's window, each origin's cap and the global rate. A lane is unproven when its
-- last attempt failed or it has had none: at most `unproven_room` deliveries of such lanes are claimed, and a tenant has at most
-- `unproven_of_tenant` of them in flight, so that one with many dead lanes leaves room for other tenants' first attempts.
-- First attempts of one operation, or of one dataset, at one destination run in sequence: a later one waits until the earlier one has been
-- tried. `run` names a run by the delivery that is its first; its deliveries are returned together, in the order in which to send them.
-- Nothing reads `with_messages` any more, which callers of the version before name.
-- A last row without an id means that there are more lanes to look at.
CREATE OR REPLACE FUNCTION claim_runs(room integer, unproven_room integer, unproven_of_tenant integer, lease_ms integer,
                                 first_window integer, lane_cap integer, origin_cap integer, per_second double precision, run_length integer,
                                 with_messages boolean DEFAULT true)
RETURNS TABLE (id text, epoch integer, is_proven boolean, destination text, webhook_id text, tenant_id uuid,
               project_id uuid, url text, event_id text, event_type text, body text, attempt integer,
               max_attempts integer, created_at timestamptz, secret jsonb, previous_secrets jsonb, headers jsonb,
               retry_policy jsonb, run text)
LANGUAGE plpgsql
-- The plan must not depend on statistics: they are always stale for a table that fills and empties like this.
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  -- Limit of deliveries that a claim reads, over all tenants.
  max_lanes  constant integer := 500;
  gate       delivery_gate;
  at_time    timestamptz;
  allowed    integer := room;
  ahead_most integer := run_length - 1;
  of_tenant  integer;
  tenants    uuid[];
  lanes      text[];
  owners     uuid[];
  is_cut     boolean;
BEGIN
  -- Where nothing waits, nothing is locked, and so nothing written. (A comparison, which finds the index, for IS NOT NULL.)
  IF NOT EXISTS (SELECT FROM deliveries d WHERE d.status = 'Pending' AND d.tenant_id >= '00000000-0000-0000-0000-000000000000') THEN
    RETURN;
  END IF;
  SELECT * INTO gate FROM delivery_gate FOR UPDATE;
  at_time := clock_timestamp();
  IF per_second IS NOT NULL THEN
    gate.tokens := least(greatest(per_second, 1), gate.tokens
      + per_second * greatest(0, extract(epoch FROM at_time - gate.refilled_at)::double precision));
    allowed := least(room, floor(gate.tokens)::integer);
    ahead_most := 0;
  END IF;

  -- Tenants: from the end of the last round to the last one, then from the first one.
  WITH RECURSIVE round AS (
    ((SELECT 0 AS turn, d.tenant_id, 1 AS n FROM deliveries d WHERE d.status = 'Pending' AND d.tenant_id > gate.after_tenant
      ORDER BY d.tenant_id LIMIT 1)
     UNION ALL
     (SELECT 1, d.tenant_id, 1 FROM deliveries d WHERE d.status = 'Pending' AND d.tenant_id <= gate.after_tenant ORDER BY d.tenant_id LIMIT 1))
    UNION ALL
    SELECT r.turn, next.tenant_id, r.n + 1 FROM round r CROSS JOIN LATERAL (
      SELECT d.tenant_id FROM deliveries d WHERE d.status = 'Pending' AND d.tenant_id > r.tenant_id ORDER BY d.tenant_id LIMIT 1) next
    WHERE r.n < max_lanes AND (r.turn = 0 OR next.tenant_id <= gate.after_tenant)
  ) SELECT coalesce(array_agg(r.tenant_id), '{}') INTO tenants FROM (SELECT * FROM round ORDER BY turn, n LIMIT max_lanes) r;

  of_tenant := max_lanes / greatest(1, cardinality(tenants));
  SELECT coalesce(array_agg(found.lane ORDER BY t.place, found.turn, found.n), '{}'),
    coalesce(array_agg(t.tenant_id ORDER BY t.place, found.turn, found.n), '{}')
  INTO lanes, owners
  FROM unnest(tenants) WITH ORDINALITY AS t (tenant_id, place)
  LEFT JOIN delivery_rounds s ON s.tenant_id = t.tenant_id
  CROSS JOIN LATERAL (
    -- The tenant's lanes: from the end of its last round to the last lane, then from the first lane.
    WITH RECURSIVE round AS (
      SELECT first.* FROM (VALUES (0, coalesce(s.after_lane, '')), (1, '')) AS part (turn, after)
      CROSS JOIN LATERAL (
        SELECT part.turn, d.lane, 1 AS n FROM deliveries d
        WHERE d.status = 'Pending' AND d.tenant_id = t.tenant_id AND d.lane > part.after ORDER BY d.lane LIMIT 1) first
      UNION ALL
      SELECT r.turn, next.lane, r.n + 1 FROM round r CROSS JOIN LATERAL (
        SELECT d.lane FROM deliveries d
        WHERE d.status = 'Pending' AND d.tenant_id = t.tenant_id AND d.lane > r.lane ORDER BY d.lane LIMIT 1) next
      WHERE r.n < of_tenant AND (r.turn = 0 OR next.lane <= s.after_lane)
    ) SELECT r.turn, r.n, r.lane FROM round r
      WHERE r.turn = 0 OR r.lane <= coalesce(s.after_lane, '') ORDER BY r.turn, r.n LIMIT of_tenant) found;
  is_cut := cardinality(tenants) = max_lanes OR EXISTS (SELECT FROM unnest(owners) AS o (id) GROUP BY o.id HAVING count(*) >= of_tenant);

  RETURN QUERY
  WITH busy AS MATERIALIZED (
    SELECT d.lane, d.origin, d.tenant_id FROM deliveries d WHERE d.status = 'InFlight'
    GROUP BY d.lane, d.origin, d.tenant_id, CASE WHEN d.attempts = 0 AND d.operation_id IS NOT NULL THEN d.operation_id || d.destination ELSE d.id END
  ), tenant_busy AS (
    SELECT b.tenant_id, count(*)::integer AS n, count(*) FILTER (WHERE coalesce(s.failures > 0, true))::integer AS unproven
    FROM busy b LEFT JOIN delivery_lanes s ON s.lane = b.lane GROUP BY b.tenant_id
  ), looked AS MATERIALIZED (
    SELECT l.lane, l.tenant_id, l.place, coalesce(s.failures = 0, false) AS is_proven,
      CASE WHEN coalesce(s.held_until <= at_time, true) AND coalesce(w.status = 'Active', true)
        THEN greatest(0, least(lane_cap, coalesce(s.window_size, first_window)) - coalesce(b.n, 0)) ELSE 0 END AS free,
      coalesce(w.status = 'Disabled', false) AS is_disabled,
      -- Reads at most twice a lane's share of its tenant's room; the rest waits for the next claim.
      1 + 2 * allowed / (cardinality(tenants) * count(*) OVER (PARTITION BY l.tenant_id)) AS ahead
    FROM unnest(lanes, owners) WITH ORDINALITY AS l (lane, tenant_id, place)
    LEFT JOIN delivery_lanes s ON s.lane = l.lane
    LEFT JOIN webhooks w ON l.lane LIKE 'webhook:%' AND w.id = substr(l.lane, 9)
    LEFT JOIN (SELECT lane, count(*)::integer AS n FROM busy GROUP BY lane) b ON b.lane = l.lane
  ), dead AS (
    -- An attempt that was under way when its webhook was disabled may have come to wait since: it fails, as what waited then did.
    UPDATE deliveries d SET status = 'Failed', ended_at = at_time, last_error = 'the webhook was disabled'
    WHERE d.status = 'Pending' AND d.ctid = ANY (ARRAY(SELECT r.row FROM looked l CROSS JOIN LATERAL (
      SELECT ctid AS row FROM deliveries WHERE status = 'Pending' AND tenant_id = l.tenant_id AND lane = l.lane OFFSET 0) r WHERE l.is_disabled))
  ), due AS MATERIALIZED (
    SELECT l.place, l.lane, l.is_proven, l.tenant_id, c.id, c.origin,
      row_number() OVER (PARTITION BY l.lane ORDER BY c.next_attempt_at, c.event_position) AS turn
    FROM looked l CROSS JOIN LATERAL (
      SELECT d.id, d.origin, d.next_attempt_at, d.event_position FROM deliveries d
      WHERE d.status = 'Pending' AND d.tenant_id = l.tenant_id AND d.lane = l.lane AND d.next_attempt_at <= at_time
        AND NOT EXISTS (
          SELECT 1 FROM deliveries earlier
          WHERE earlier.operation_id = d.operation_id AND earlier.destination = d.destination
            AND earlier.sequence < d.sequence AND earlier.attempts = 0 AND earlier.status IN ('Pending', 'InFlight'))
        AND NOT EXISTS (
          SELECT 1 FROM deliveries earlier
          WHERE earlier.dataset_id = d.dataset_id AND earlier.destination = d.destination
            AND earlier.event_position < d.event_position AND earlier.attempts = 0 AND earlier.status IN ('Pending', 'InFlight'))
      ORDER BY d.next_attempt_at LIMIT least(l.free, l.ahead)) c
    WHERE l.free > 0
  ), shared AS (
    -- The tenant's deliveries in flight before this one, divided by the tenant's weight.
    SELECT due.*, coalesce(t.unproven, 0) AS unproven_busy,
      (coalesce(t.n, 0) + row_number() OVER (PARTITION BY due.tenant_id ORDER BY due.turn, due.place) - 1) / coalesce(v.weight, 1) AS share
    FROM due LEFT JOIN tenant_busy t ON t.tenant_id = due.tenant_id LEFT JOIN tenant_weights v ON v.tenant_id = due.tenant_id
  ), ranked AS (
    SELECT s.*, coalesce(o.n, 0) + row_number() OVER (PARTITION BY s.origin ORDER BY s.share, s.turn, s.place) AS origin_rank,
      s.unproven_busy + row_number() OVER (PARTITION BY s.tenant_id, s.is_proven ORDER BY s.turn, s.place) AS tenant_rank
    FROM shared s LEFT JOIN (SELECT origin, count(*)::integer AS n FROM busy GROUP BY origin) o ON o.origin = s.origin
  ), open_to_all AS (
    SELECT r.*, row_number() OVER (PARTITION BY r.is_proven ORDER BY r.share, r.turn, r.place) AS proven_rank
    FROM ranked r WHERE r.origin_rank <= origin_cap AND (r.is_proven OR r.tenant_rank <= unproven_of_tenant)
  ), picked AS MATERIALIZED (
    SELECT r.id, r.is_proven, r.tenant_id, r.lane, r.place FROM open_to_all r
    WHERE r.is_proven OR r.proven_rank <= unproven_room
    ORDER BY r.share, r.turn, r.place LIMIT allowed
  ), rounds AS (
    -- Where a tenant's lanes were not all looked at, or not all that is due was taken, its next round begins after the last lane
    -- that was served, or after all of which nothing is left.
    INSERT INTO delivery_rounds AS s (tenant_id, after_lane)
    SELECT r.* FROM (
      SELECT l.tenant_id, CASE WHEN count(d.id) = count(p.id) THEN (array_agg(l.lane ORDER BY l.place DESC))[1]
        ELSE (array_agg(l.lane ORDER BY l.place DESC) FILTER (WHERE p.id IS NOT NULL))[1] END AS after_lane
      FROM looked l LEFT JOIN due d ON d.lane = l.lane LEFT JOIN picked p ON p.id = d.id GROUP BY l.tenant_id
      HAVING count(DISTINCT l.lane) >= of_tenant OR count(DISTINCT l.lane) > 1 AND count(d.id) > count(p.id)) r
    WHERE r.after_lane IS NOT NULL
    ON CONFLICT (tenant_id) DO UPDATE SET after_lane = excluded.after_lane WHERE s.after_lane <> excluded.after_lane
  ), held AS MATERIALIZED (
    -- Skips a delivery that a state change is just superseding, so that the claim doesn't wait for that transaction.
    SELECT d.id, p.is_proven, d.event_position, d.operation_id, d.destination, d.sequence, d.attempts
    FROM picked p JOIN deliveries d ON d.id = p.id
    WHERE d.status = 'Pending' FOR UPDATE OF d SKIP LOCKED
  ), next AS MATERIALIZED (
    SELECT n.id, h.id AS run, h.event_position AS run_position, n.place FROM held h CROSS JOIN LATERAL (
      SELECT d.id, row_number() OVER (ORDER BY d.sequence, d.id) AS place FROM deliveries d
      WHERE d.operation_id = h.operation_id AND d.destination = h.destination AND d.sequence > h.sequence AND d.attempts = 0
        AND d.status IN ('Pending', 'InFlight')
      ORDER BY d.sequence, d.id LIMIT ahead_most) n
    WHERE h.is_proven AND h.attempts = 0 AND ahead_most > 0
  ), held_next AS MATERIALIZED (
    SELECT n.* FROM next n JOIN deliveries d ON d.id = n.id
    WHERE d.status = 'Pending' AND d.next_attempt_at <= at_time FOR UPDATE OF d SKIP LOCKED
  ), runs AS (
    SELECT h.id, h.is_proven, h.id AS run, h.event_position AS run_position, 0::bigint AS place FROM held h
    UNION ALL
    -- Up to the first that can't be held.
    SELECT x.id, true, x.run, x.run_position, x.place
    FROM (SELECT h.*, row_number() OVER (PARTITION BY h.run ORDER BY h.place) AS nth FROM held_next h) x
    WHERE x.place = x.nth
  ), claimed AS (
    UPDATE deliveries d
    SET status = 'InFlight', epoch = d.epoch + 1, lease_until = at_time + lease_ms * interval '1 millisecond'
    FROM runs r WHERE d.id = r.id
    RETURNING d.*, r.is_proven, r.run, r.run_position, r.place
  ), moved AS (
    UPDATE delivery_gate g SET after_tenant = n.after_tenant, tokens = gate.tokens - n.taken,
      refilled_at = CASE WHEN per_second IS NULL THEN g.refilled_at ELSE at_time END
    FROM (
      SELECT count(*) AS taken, CASE
        WHEN count(*) > 0 AND count(*) = allowed THEN tenants[least(count(*), cardinality(tenants))]
        WHEN cardinality(tenants) = max_lanes THEN tenants[max_lanes]
        ELSE gate.after_tenant END AS after_tenant
      FROM held) n
    WHERE per_second IS NOT NULL OR n.after_tenant <> gate.after_tenant
  )
  (SELECT c.id, c.epoch, c.is_proven, c.destination, c.webhook_id, c.tenant_id, c.project_id, coalesce(w.url, c.url),
    e.id, e.type, e.body, c.attempts + 1, c.max_attempts, e.created_at, w.secret,
    CASE WHEN w.previous_secrets <> '[]' THEN live_secrets(w.previous_secrets) ELSE '[]' END, w.headers, coalesce(w.retry_policy, CASE WHEN c.target IS NULL THEN callback_policy() ELSE message_policy() END), c.run
  FROM claimed c JOIN events e ON e.position = c.event_position LEFT JOIN webhooks w ON w.id = c.webhook_id
  ORDER BY c.run_position, c.run, c.place)
  UNION ALL
  SELECT NULL, 0, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL
  FROM (SELECT count(*) AS taken FROM held) n WHERE is_cut AND n.taken < allowed;
END
$$;
