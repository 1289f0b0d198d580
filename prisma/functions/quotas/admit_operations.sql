-- Which of these operations, in this order, their tenants and projects may still queue; each that may not comes with what it
-- would exceed. Exact until this transaction ends; of what operations make, that there is room for any at all; of CPU units, that
-- there can be room for it.
CREATE OR REPLACE FUNCTION admit_operations(ids text[], tenants uuid[], projects uuid[], cpu_units double precision[], defaults jsonb)
RETURNS TABLE (id text, refusal jsonb)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  f         record;
  s         record;
  of_tenant uuid;
  taken     integer := 0;
  may       integer;
  refused   jsonb;
BEGIN
  FOR f IN SELECT a.tenant, a.project, array_agg(a.id ORDER BY a.place) AS ids, array_agg(a.cpus ORDER BY a.place) AS cpus, max(a.cpus) AS most_cpus
    FROM unnest(ids, tenants, projects, cpu_units) WITH ORDINALITY AS a (id, tenant, project, cpus, place) GROUP BY a.tenant, a.project
    -- The order of locks.
    ORDER BY a.tenant, min(a.place)
  LOOP
    IF exceeded_alone(f.tenant, f.project, 'cpuUnits', f.most_cpus, defaults) IS NOT NULL THEN
      RETURN QUERY SELECT a.id, exceeded_alone(f.tenant, f.project, 'cpuUnits', a.cpus, defaults) FROM unnest(f.ids, f.cpus) AS a (id, cpus)
        WHERE exceeded_alone(f.tenant, f.project, 'cpuUnits', a.cpus, defaults) IS NOT NULL;
      f.ids := ARRAY(SELECT a.id FROM unnest(f.ids, f.cpus) WITH ORDINALITY AS a (id, cpus, place)
        WHERE exceeded_alone(f.tenant, f.project, 'cpuUnits', a.cpus, defaults) IS NULL ORDER BY a.place);
    END IF;
    CONTINUE WHEN cardinality(f.ids) = 0;
    IF of_tenant IS DISTINCT FROM f.tenant THEN taken := 0; END IF;
    of_tenant := f.tenant;
    may := cardinality(f.ids);
    refused := exceeded_quota(f.tenant, f.project, 'artifactBytes', 1, defaults, false, false);
    IF refused IS NOT NULL THEN may := 0; END IF;
    FOR s IN SELECT * FROM quota_state(f.tenant, f.project, 'queuedOperations', may, defaults, true) LOOP
      IF s.level = 'tenant' THEN s.used := s.used + taken; END IF;
      IF may > 0 AND s.used + may > s.most THEN
        may := greatest(0, floor(s.most - s.used));
        refused := jsonb_build_object('quota', 'queuedOperations', 'level', s.level, 'limit', s.most, 'used', s.used + may, 'wanted', 1);
      END IF;
    END LOOP;
    taken := taken + may;
    RETURN QUERY SELECT a.id, CASE WHEN a.place > may THEN refused END FROM unnest(f.ids) WITH ORDINALITY AS a (id, place);
  END LOOP;
END
$$;
