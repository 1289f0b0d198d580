-- The limit of a tenant or project that one item alone would exceed, whatever else there is; null when there is none.
CREATE OR REPLACE FUNCTION exceeded_alone(tenant uuid, project uuid, what text, wanted double precision, defaults jsonb) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('quota', what, 'level', l.level, 'limit', l.most, 'used', 0, 'wanted', wanted)
  FROM (VALUES ('tenant', quota_limit(tenant, NULL, what, defaults)), ('project', quota_limit(tenant, project, what, defaults)))
    AS l (level, most)
  WHERE wanted > l.most ORDER BY l.most LIMIT 1
$$;
