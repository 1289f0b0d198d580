-- Holds those of the starting operations for which their tenants or projects have no room. A held operation stays Initiated and isn't
-- ready until release_held releases it. The result holds until this transaction ends. Returns the held operations. A claim calls it where
-- anything limits what runs.
CREATE OR REPLACE FUNCTION hold_over_quota(ids text[], defaults jsonb) RETURNS text[]
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  o        record;
  tenant   uuid;
  project  uuid;
  runs     double precision;
  cpus     double precision;
  own_runs double precision;
  own_cpus double precision;
  held     text[] := '{}';
BEGIN
  PERFORM 1 FROM operations p WHERE p.id = ANY (ids) ORDER BY p.id FOR UPDATE;
  FOR o IN SELECT p.id, p.tenant_id, p.project_id, p.cpu_units FROM operations p
    WHERE p.id = ANY (ids) AND p.status = 'Initiated' AND NOT p.blocked ORDER BY p.tenant_id, p.project_id, p.fair_tag
  LOOP
    CONTINUE WHEN NOT limits_running(o.tenant_id, o.project_id, defaults);
    IF o.tenant_id IS DISTINCT FROM tenant THEN
      PERFORM lock_quota(o.tenant_id, 'running');
      tenant := o.tenant_id;
      project := NULL;
      runs := quota_room(tenant, NULL, 'runningOperations', defaults);
      cpus := quota_room(tenant, NULL, 'cpuUnits', defaults);
    END IF;
    IF o.project_id IS DISTINCT FROM project THEN
      project := o.project_id;
      own_runs := quota_room(tenant, project, 'runningOperations', defaults);
      own_cpus := quota_room(tenant, project, 'cpuUnits', defaults);
    END IF;
    IF least(runs, own_runs) < 1 OR least(cpus, own_cpus) < o.cpu_units THEN
      held := held || o.id;
    ELSE
      runs := runs - 1;
      own_runs := own_runs - 1;
      cpus := cpus - o.cpu_units;
      own_cpus := own_cpus - o.cpu_units;
    END IF;
  END LOOP;
  UPDATE operations p SET held_tag = p.fair_tag, fair_tag = '-infinity' WHERE p.id = ANY (held) AND p.held_tag IS NULL;
  RETURN held;
END
$$;
