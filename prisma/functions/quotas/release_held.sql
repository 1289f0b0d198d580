-- Makes held operations ready again, as many as there is room for: for each tenant the highest priority first, then in fair order.
-- Operations that are ready already don't reduce the room: a claim without room holds its operation again. Returns the operations
-- that are ready now.
CREATE OR REPLACE FUNCTION release_held(defaults jsonb, most_of_project integer) RETURNS SETOF text
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  freed text[] := ARRAY(
    WITH RECURSIVE places AS (
      (SELECT h.tenant_id, h.project_id FROM operations h WHERE h.held_tag IS NOT NULL ORDER BY h.tenant_id, h.project_id LIMIT 1)
      UNION ALL
      SELECT n.tenant_id, n.project_id FROM places p CROSS JOIN LATERAL (
        SELECT h.tenant_id, h.project_id FROM operations h
        WHERE h.held_tag IS NOT NULL AND (h.tenant_id, h.project_id) > (p.tenant_id, p.project_id)
        ORDER BY h.tenant_id, h.project_id LIMIT 1) n
    )
    SELECT h.id FROM places p CROSS JOIN LATERAL (
      SELECT f.id, k.rank, f.held_tag FROM unnest(ARRAY['Critical', 'High', 'Normal', 'Low']) WITH ORDINALITY AS k (priority, rank)
        CROSS JOIN LATERAL (SELECT * FROM operations o WHERE o.held_tag IS NOT NULL AND o.tenant_id = p.tenant_id
          AND o.project_id = p.project_id AND o.priority = k.priority ORDER BY o.held_tag LIMIT most_of_project) f
      ORDER BY k.rank, f.held_tag LIMIT most_of_project) h
    ORDER BY p.tenant_id, h.rank, h.held_tag);
BEGIN
  freed := fit_quota(freed, defaults);
  RETURN QUERY UPDATE operations p SET fair_tag = greatest(p.held_tag, c.virtual_time), held_tag = NULL FROM fair_classes c
    WHERE p.id = ANY (freed) AND p.held_tag IS NOT NULL AND p.status = 'Initiated' AND c.priority = p.priority RETURNING p.id;
END
$$;
