-- Checks the quotas for these operations, in this order. A refused operation is returned with the quota that it would exceed. The
-- result holds until this transaction ends, because it locks the tenant's quota; transactions far below the limit share the lock,
-- so they never wait for each other. For outputs it checks only that there is any room, and for CPU units that the operation can
-- fit at all. Every acceptance calls it, so the usual case (one large limit of the tenant) needs only a few statements.
CREATE OR REPLACE FUNCTION admit_operations(ids text[], tenants uuid[], projects uuid[], cpu_units double precision[], defaults jsonb)
RETURNS TABLE (id text, refusal jsonb)
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  nobody     CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
  -- More than all connections together can add while they share the lock.
  far        CONSTANT double precision := 20000;
  few        CONSTANT integer := 100;
  usual      CONSTANT double precision := coalesce((defaults->'tenant'->>'queuedOperations')::double precision, 'infinity');
  usual_own  CONSTANT double precision := coalesce((defaults->'project'->>'queuedOperations')::double precision, 'infinity');
  is_special CONSTANT boolean := defaults @? '$.*.cpuUnits' OR defaults @? '$.*.artifactBytes';
  f          record;
  l          record;
  of_tenant  uuid;
  taken      integer := 0;
  may        integer;
  room       double precision;
  is_far     boolean;
  used       double precision;
  used_own   double precision;
  refused    jsonb;
BEGIN
  FOR f IN SELECT a.tenant, a.project, array_agg(a.id ORDER BY a.place) AS ids, array_agg(a.cpus ORDER BY a.place) AS cpus, max(a.cpus) AS most_cpus
    FROM unnest(ids, tenants, projects, cpu_units) WITH ORDINALITY AS a (id, tenant, project, cpus, place) GROUP BY a.tenant, a.project
    -- All transactions lock in this order.
    ORDER BY a.tenant, min(a.place)
  LOOP
    SELECT coalesce(max(q.most) FILTER (WHERE q.quota = 'queuedOperations' AND q.project_id = nobody), usual) AS whole,
      coalesce(max(q.most) FILTER (WHERE q.quota = 'queuedOperations' AND q.project_id <> nobody), usual_own) AS own,
      coalesce(bool_or(q.quota IN ('cpuUnits', 'artifactBytes')), false) AS is_special,
      -- Folded counts are up to a second old, which is good enough for an estimate.
      (SELECT coalesce(sum(u.queued), 0) FROM project_usage u WHERE u.tenant_id = f.tenant) AS about
    INTO l FROM quota_limits q WHERE q.tenant_id = f.tenant AND q.project_id IN (nobody, f.project);
    refused := NULL;
    IF (is_special OR l.is_special) AND exceeded_quota(f.tenant, f.project, 'cpuUnits', f.most_cpus, defaults, 'alone') IS NOT NULL THEN
      RETURN QUERY SELECT a.id, exceeded_quota(f.tenant, f.project, 'cpuUnits', a.cpus, defaults, 'alone') FROM unnest(f.ids, f.cpus) AS a (id, cpus)
        WHERE exceeded_quota(f.tenant, f.project, 'cpuUnits', a.cpus, defaults, 'alone') IS NOT NULL;
      f.ids := ARRAY(SELECT a.id FROM unnest(f.ids, f.cpus) WITH ORDINALITY AS a (id, cpus, place)
        WHERE exceeded_quota(f.tenant, f.project, 'cpuUnits', a.cpus, defaults, 'alone') IS NULL ORDER BY a.place);
    END IF;
    may := cardinality(f.ids);
    IF may > 0 AND (is_special OR l.is_special) THEN
      refused := exceeded_quota(f.tenant, f.project, 'artifactBytes', 1, defaults, 'before');
      IF refused IS NOT NULL THEN may := 0; END IF;
    END IF;
    room := least(l.whole, l.own);
    IF may > 0 AND room < 'infinity' THEN
      IF of_tenant IS DISTINCT FROM f.tenant THEN taken := 0; END IF;
      of_tenant := f.tenant;
      is_far := may <= few AND room - l.about > 2 * far;
      LOOP
        BEGIN
          IF is_far THEN
            PERFORM pg_advisory_xact_lock_shared(hashtextextended('queuedOperations' || f.tenant::text, 0));
          ELSE
            PERFORM pg_advisory_xact_lock(hashtextextended('queuedOperations' || f.tenant::text, 0));
          END IF;
          used := taken + (SELECT coalesce(sum(u.queued), 0) FROM project_usage u WHERE u.tenant_id = f.tenant)
            + (SELECT coalesce(sum(d.n), 0) FROM operation_count_deltas d
               WHERE d.tenant_id = f.tenant AND d.id > (SELECT c.floor FROM count_folds c) AND d.status = 'Initiated');
          -- What runs is counted with what waits.
          IF room - used <= far THEN
            used := used - (SELECT count(*) FROM running_operations r WHERE r.tenant_id = f.tenant);
          END IF;
          -- Two holders of the shared lock would deadlock: the exception rolls this block back and so releases it before the other lock is taken.
          IF is_far AND room - used <= far THEN RAISE EXCEPTION USING ERRCODE = 'LH001'; END IF;
          EXIT;
        EXCEPTION WHEN SQLSTATE 'LH001' THEN
          is_far := false;
        END;
      END LOOP;
      IF used + may > l.whole THEN
        may := greatest(0, floor(l.whole - used));
        refused := jsonb_build_object('quota', 'queuedOperations', 'level', 'tenant', 'limit', l.whole, 'used', used + may, 'wanted', 1);
      END IF;
      IF l.own < 'infinity' THEN
        used_own := quota_used(f.tenant, f.project, 'queuedOperations');
        IF used_own + may > l.own THEN
          may := greatest(0, floor(l.own - used_own));
          refused := jsonb_build_object('quota', 'queuedOperations', 'level', 'project', 'limit', l.own, 'used', used_own + may, 'wanted', 1);
        END IF;
      END IF;
      taken := taken + may;
    END IF;
    RETURN QUERY SELECT a.id, CASE WHEN a.place > may THEN refused END FROM unnest(f.ids) WITH ORDINALITY AS a (id, place);
  END LOOP;
END
$$;
