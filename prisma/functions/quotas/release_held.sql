-- Makes held operations ready again, as many as there is room for: for each tenant the highest priority first, then in fair order.
-- Operations that are ready already don't reduce the room: a claim without room holds its operation again. Returns the operations
-- that are ready now.
CREATE OR REPLACE FUNCTION release_held(defaults jsonb, most_of_project integer) RETURNS SETOF text
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  o      record;
  tenant uuid;
  runs   double precision;
  cpus   double precision;
  own    jsonb;
  freed  text[] := '{}';
BEGIN
  FOR o IN
    WITH RECURSIVE places AS (
      (SELECT h.tenant_id, h.project_id FROM operations h WHERE h.held_tag IS NOT NULL ORDER BY h.tenant_id, h.project_id LIMIT 1)
      UNION ALL
      SELECT n.tenant_id, n.project_id FROM places p CROSS JOIN LATERAL (
        SELECT h.tenant_id, h.project_id FROM operations h
        WHERE h.held_tag IS NOT NULL AND (h.tenant_id, h.project_id) > (p.tenant_id, p.project_id)
        ORDER BY h.tenant_id, h.project_id LIMIT 1) n
    )
    SELECT c.* FROM places p CROSS JOIN LATERAL (
      SELECT h.* FROM unnest(ARRAY['Critical', 'High', 'Normal', 'Low']) WITH ORDINALITY AS k (priority, rank) CROSS JOIN LATERAL (
        SELECT f.id, f.tenant_id, f.project_id, f.cpu_units, f.held_tag, k.rank FROM operations f
        WHERE f.held_tag IS NOT NULL AND f.tenant_id = p.tenant_id AND f.project_id = p.project_id AND f.priority = k.priority
        ORDER BY f.held_tag LIMIT most_of_project) h
      ORDER BY h.rank, h.held_tag LIMIT most_of_project) c
    ORDER BY c.tenant_id, c.rank, c.held_tag
  LOOP
    IF o.tenant_id IS DISTINCT FROM tenant THEN
      tenant := o.tenant_id;
      runs := quota_room(tenant, NULL, 'runningOperations', defaults);
      cpus := quota_room(tenant, NULL, 'cpuUnits', defaults);
      own := '{}';
    END IF;
    CONTINUE WHEN runs < 1 OR cpus < o.cpu_units;
    IF NOT own ? o.project_id::text THEN
      own := own || jsonb_build_object(o.project_id, jsonb_build_object(
        'runs', least(1e9, quota_room(tenant, o.project_id, 'runningOperations', defaults)),
        'cpus', least(1e9, quota_room(tenant, o.project_id, 'cpuUnits', defaults))));
    END IF;
    CONTINUE WHEN (own->o.project_id::text->>'runs')::double precision < 1
      OR (own->o.project_id::text->>'cpus')::double precision < o.cpu_units;
    runs := runs - 1;
    cpus := cpus - o.cpu_units;
    own := own || jsonb_build_object(o.project_id, jsonb_build_object(
      'runs', (own->o.project_id::text->>'runs')::double precision - 1,
      'cpus', (own->o.project_id::text->>'cpus')::double precision - o.cpu_units));
    freed := freed || o.id;
  END LOOP;
  RETURN QUERY UPDATE operations p SET fair_tag = greatest(p.held_tag, c.virtual_time), held_tag = NULL FROM fair_classes c
    WHERE p.id = ANY (freed) AND p.held_tag IS NOT NULL AND p.status = 'Initiated' AND c.priority = p.priority RETURNING p.id;
END
$$;
