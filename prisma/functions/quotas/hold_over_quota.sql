-- Holds those of the starting operations for which their tenants or projects have no room. A held operation stays Initiated and isn't
-- ready until release_held releases it. The result holds until this transaction ends. Returns the held operations. A claim calls it where
-- anything limits what runs.
CREATE OR REPLACE FUNCTION hold_over_quota(ids text[], defaults jsonb) RETURNS text[]
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  starting text[];
  fit      text[];
  held     text[];
BEGIN
  PERFORM 1 FROM operations p WHERE p.id = ANY (ids) ORDER BY p.id FOR UPDATE;
  starting := ARRAY(SELECT p.id FROM operations p WHERE p.id = ANY (ids) AND p.status = 'Initiated' AND NOT p.blocked
    ORDER BY p.tenant_id, p.project_id, p.fair_tag);
  PERFORM lock_quota(t.tenant_id, 'running') FROM (SELECT p.tenant_id FROM operations p WHERE p.id = ANY (starting) AND EXISTS (
      SELECT FROM unnest(ARRAY['runningOperations', 'cpuUnits']) what, quota_levels(p.tenant_id, p.project_id, what, defaults))
    GROUP BY p.tenant_id ORDER BY p.tenant_id) t;
  fit := fit_quota(starting, defaults);
  held := ARRAY(SELECT s FROM unnest(starting) s WHERE s <> ALL (fit));
  UPDATE operations p SET held_tag = p.fair_tag, fair_tag = '-infinity' WHERE p.id = ANY (held) AND p.held_tag IS NULL;
  RETURN held;
END
$$;
