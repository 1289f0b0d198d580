-- Advances the fair order, once a second: folds the tenants' charges; moves the virtual time of each priority to the highest tag that
-- has run, but not past a waiting one; and returns the operations that have waited so long behind higher priorities that they go
-- first now. `ages` has, for each priority, the seconds without a start after which that happens. When nothing of the virtual time's
-- lap waits, the next lap begins.
CREATE OR REPLACE FUNCTION turn_fair_order(ages jsonb, lap double precision, moment timestamptz, max_charges integer DEFAULT 20000)
RETURNS SETOF text
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
BEGIN
  -- Only one caller at a time.
  PERFORM 1 FROM fair_classes ORDER BY priority FOR UPDATE;
  WITH folded AS (
    DELETE FROM fair_charges WHERE id IN (SELECT id FROM fair_charges ORDER BY id LIMIT max_charges)
    RETURNING id, tenant_id, priority, stride, passed
  ), charged AS (
    INSERT INTO fair_tenants AS t (tenant_id, priority, last_tag)
    SELECT f.tenant_id, f.priority, k.virtual_time + sum(f.stride) FROM folded f JOIN fair_classes k ON k.priority = f.priority
    GROUP BY f.tenant_id, f.priority, k.virtual_time
    ON CONFLICT (tenant_id, priority) DO UPDATE SET last_tag = excluded.last_tag
      + greatest(0, t.last_tag - (SELECT virtual_time FROM fair_classes k WHERE k.priority = excluded.priority))
  )
  UPDATE fair_classes k SET passed = greatest(k.passed, f.passed), folded_until = greatest(k.folded_until, f.last_id)
  FROM (SELECT priority, max(passed) AS passed, max(id) AS last_id FROM folded GROUP BY priority) f WHERE f.priority = k.priority;

  RETURN QUERY WITH heads AS MATERIALIZED (
    SELECT k.priority, h.operation_id AS head_id,
      -- Only a start ends the wait: a head that was cancelled, or was passed by a lower tag, was not served.
      CASE WHEN h.operation_id IS NULL THEN NULL WHEN k.head_id IS NULL OR EXISTS (
        SELECT 1 FROM operations o WHERE o.id = k.head_id AND o.started_at > k.waiting_since) THEN moment ELSE k.waiting_since END AS since,
      -- Operations that became ready since the last turn were placed by the older virtual time. If the virtual time passed them,
      -- newcomers would wait for all of them.
      greatest(k.virtual_time, least(k.passed, coalesce(h.tag, d.tag)), floor(coalesce(h.tag, d.tag) / lap) * lap) AS moved
    FROM fair_classes k LEFT JOIN LATERAL (
        SELECT r.operation_id, r.tag FROM ready_operations r WHERE r.line = k.priority ORDER BY r.tag, r.created_at LIMIT 1) h ON true
      CROSS JOIN LATERAL (SELECT min(i.fair_tag) AS tag FROM datasets i WHERE k.priority = 'Import' AND i.status = 'Importing'
        AND i.deleted_at IS NULL AND i.lease_until IS NULL AND i.fair_tag > 0) d
  ), turned AS (
    UPDATE fair_classes k SET virtual_time = h.moved, head_id = h.head_id, waiting_since = h.since FROM heads h
    WHERE k.priority = h.priority AND (h.moved, h.head_id, h.since) IS DISTINCT FROM (k.virtual_time, k.head_id, k.waiting_since)
  ), passed AS (
    DELETE FROM fair_tenants t USING heads h WHERE t.priority = h.priority AND t.last_tag <= h.moved
  )
  SELECT h.head_id FROM heads h WHERE h.since <= moment - (ages->>h.priority)::double precision * interval '1 second';
END
$$;
