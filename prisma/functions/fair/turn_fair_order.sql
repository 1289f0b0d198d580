-- Advances the fair order, once a second: folds the tenants' charges; moves the virtual time of each priority to the highest tag that
-- has run, but not past a waiting one; and returns the operations that have waited so long behind higher priorities that they go
-- first now. `ages` has, for each priority, the seconds without a start after which that happens. When nothing of the virtual time's
-- lap waits, the next lap begins.
CREATE OR REPLACE FUNCTION turn_fair_order(ages jsonb, lap double precision, moment timestamptz, max_charges integer DEFAULT 20000)
RETURNS SETOF text
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  c      fair_classes;
  head   record;
  since  timestamptz;
  moved  double precision;
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

  FOR c IN SELECT * FROM fair_classes LOOP
    IF c.priority = 'Import' THEN
      SELECT NULL::text AS id, min(d.fair_tag) AS fair_tag INTO head FROM datasets d
      WHERE d.status = 'Importing' AND d.deleted_at IS NULL AND d.lease_until IS NULL AND d.fair_tag > 0;
    ELSE
      SELECT r.operation_id AS id, r.tag AS fair_tag INTO head FROM ready_operations r WHERE r.line = c.priority ORDER BY r.tag, r.created_at LIMIT 1;
    END IF;
    -- Only a start ends the wait: a head that was cancelled, or was passed by a lower tag, was not served.
    since := CASE WHEN head.id IS NULL THEN NULL
      WHEN c.head_id IS NULL OR EXISTS (SELECT 1 FROM operations o WHERE o.id = c.head_id AND o.started_at > c.waiting_since) THEN moment
      ELSE c.waiting_since END;
    -- Operations that became ready since the last turn were placed by the older virtual time. If the virtual time passed them, newcomers would wait for all of them.
    moved := greatest(c.virtual_time, least(c.passed, head.fair_tag), floor(head.fair_tag / lap) * lap);
    IF (moved, head.id, since) IS DISTINCT FROM (c.virtual_time, c.head_id, c.waiting_since) THEN
      UPDATE fair_classes SET virtual_time = moved, head_id = head.id, waiting_since = since WHERE priority = c.priority;
    END IF;
    DELETE FROM fair_tenants t WHERE t.priority = c.priority AND t.last_tag <= moved;
    IF since <= moment - (ages->>c.priority)::double precision * interval '1 second' THEN
      RETURN NEXT head.id;
    END IF;
  END LOOP;
END
$$;
