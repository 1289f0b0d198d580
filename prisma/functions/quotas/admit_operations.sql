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
  taken      integer;
  may        integer;
  is_far     boolean;
  used       double precision;
  used_own   double precision;
  refused    jsonb;
  -- Refusals of operations that are too large by themselves.
  alone      jsonb[];
BEGIN
  FOR f IN SELECT a.tenant, a.project, array_agg(a.id ORDER BY a.place) AS ids, array_agg(a.cpus ORDER BY a.place) AS cpus
    FROM unnest(ids, tenants, projects, cpu_units) WITH ORDINALITY AS a (id, tenant, project, cpus, place) GROUP BY a.tenant, a.project
    -- All transactions lock in this order.
    ORDER BY a.tenant, min(a.place)
  LOOP
    SELECT coalesce(max(q.most) FILTER (WHERE q.quota = 'queuedOperations' AND q.project_id = nobody), usual) AS whole,
      coalesce(max(q.most) FILTER (WHERE q.quota = 'queuedOperations' AND q.project_id <> nobody), usual_own) AS own,
      coalesce(bool_or(q.quota IN ('cpuUnits', 'artifactBytes')), false) OR is_special AS is_special,
      -- Folded counts are up to a second old, which is good enough for an estimate.
      (SELECT coalesce(sum(u.queued), 0) FROM project_usage u WHERE u.tenant_id = f.tenant) AS about
    INTO l FROM quota_limits q WHERE q.tenant_id = f.tenant AND q.project_id IN (nobody, f.project);
    may := cardinality(f.ids);
    refused := NULL;
    alone := NULL;
    IF l.is_special THEN
      alone := ARRAY(SELECT exceeded_quota(f.tenant, f.project, 'cpuUnits', c, defaults, 'alone') FROM unnest(f.cpus) c);
      refused := exceeded_quota(f.tenant, f.project, 'artifactBytes', 1, defaults, 'before');
      may := CASE WHEN refused IS NULL THEN may - cardinality(array_remove(alone, NULL)) ELSE 0 END;
    END IF;
    IF may > 0 AND least(l.whole, l.own) < 'infinity' THEN
      IF of_tenant IS DISTINCT FROM f.tenant THEN taken := 0; END IF;
      of_tenant := f.tenant;
      is_far := may <= few AND least(l.whole, l.own) - l.about > 2 * far;
      LOOP
        BEGIN
          PERFORM lock_quota(f.tenant, 'queuedOperations', is_far);
          used := taken + (SELECT coalesce(sum(u.queued), 0) FROM project_usage u WHERE u.tenant_id = f.tenant)
            + (SELECT coalesce(sum(d.n), 0) FROM operation_count_deltas d
               WHERE d.tenant_id = f.tenant AND d.id > (SELECT c.floor FROM count_folds c) AND d.status = 'Initiated');
          -- What runs is counted with what waits.
          IF least(l.whole, l.own) - used <= far THEN
            used := used - (SELECT count(*) FROM running_operations r WHERE r.tenant_id = f.tenant);
          END IF;
          -- Two holders of the shared lock would deadlock: the exception rolls this block back, which releases it, before the other is taken.
          IF is_far AND least(l.whole, l.own) - used <= far THEN RAISE EXCEPTION USING ERRCODE = 'LH001'; END IF;
          EXIT;
        EXCEPTION WHEN SQLSTATE 'LH001' THEN
          is_far := false;
        END;
      END LOOP;
      used_own := CASE WHEN l.own < 'infinity' THEN quota_used(f.tenant, f.project, 'queuedOperations') ELSE 0 END;
      IF may > least(l.whole - used, l.own - used_own) THEN
        may := greatest(0, floor(least(l.whole - used, l.own - used_own)));
        refused := jsonb_build_object('quota', 'queuedOperations', 'wanted', 1) || CASE WHEN l.own - used_own < l.whole - used
          THEN jsonb_build_object('level', 'project', 'limit', l.own, 'used', used_own + may)
          ELSE jsonb_build_object('level', 'tenant', 'limit', l.whole, 'used', used + may) END;
      END IF;
      taken := taken + may;
    END IF;
    RETURN QUERY SELECT a.id, coalesce(a.alone,
      CASE WHEN count(*) FILTER (WHERE a.alone IS NULL) OVER (ORDER BY a.place) > may THEN refused END)
      FROM unnest(f.ids, alone) WITH ORDINALITY AS a (id, alone, place);
  END LOOP;
END
$$;
