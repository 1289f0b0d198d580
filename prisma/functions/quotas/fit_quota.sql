-- Those of the operations that may run together by the quotas of their tenants and projects, beside what runs. The first come first; one
-- without room leaves it to those after it.
CREATE OR REPLACE FUNCTION fit_quota(ids text[], defaults jsonb) RETURNS text[]
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  o    record;
  -- What is left of each limit, by whose it is and of what.
  room jsonb := '{}';
  fit  text[] := '{}';
BEGIN
  FOR o IN SELECT p.id, p.tenant_id, p.project_id, jsonb_build_object(p.tenant_id || 'runningOperations', 1,
      p.tenant_id || 'cpuUnits', p.cpu_units, p.project_id || 'runningOperations', 1, p.project_id || 'cpuUnits', p.cpu_units) AS needs
    FROM unnest(ids) WITH ORDINALITY AS i (id, place) JOIN operations p ON p.id = i.id ORDER BY i.place
  LOOP
    IF NOT room ? o.project_id::text THEN
      room := jsonb_build_object(o.project_id, 0) || coalesce((
        SELECT jsonb_object_agg(CASE l.level WHEN 'tenant' THEN o.tenant_id ELSE o.project_id END || w.what, l.most - l.used)
        FROM unnest(ARRAY['runningOperations', 'cpuUnits']) w (what), quota_levels(o.tenant_id, o.project_id, w.what, defaults) l), '{}')
        || room;
    END IF;
    IF (SELECT bool_and((room->>n.key)::numeric >= n.value::numeric) FROM jsonb_each_text(o.needs) n) IS NOT FALSE THEN
      fit := fit || o.id;
      room := room || (SELECT jsonb_object_agg(n.key, (room->>n.key)::numeric - n.value::numeric) FROM jsonb_each_text(o.needs) n);
    END IF;
  END LOOP;
  RETURN fit;
END
$$;
