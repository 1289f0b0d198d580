-- The quota that `wanted` more would exceed; null when none. `is_written` is true when this transaction has already written the
-- addition.
CREATE OR REPLACE FUNCTION exceeded_quota(tenant uuid, project uuid, what text, wanted double precision, defaults jsonb,
  is_exact boolean, is_written boolean) RETURNS jsonb
LANGUAGE sql VOLATILE AS $$
  SELECT jsonb_build_object('quota', what, 'level', s.level, 'limit', s.most, 'used', s.used - s.own, 'wanted', wanted)
  FROM (SELECT q.*, CASE WHEN is_written THEN wanted ELSE 0 END AS own FROM quota_state(tenant, project, what, defaults, is_exact) q) s
  WHERE s.used - s.own + wanted > s.most LIMIT 1
$$;
