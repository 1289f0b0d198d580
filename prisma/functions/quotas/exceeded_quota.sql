-- The quota that `wanted` more would exceed; null when none. `moment` is before, written (this transaction has written the addition, and
-- keeps others from adding to the quota until it ends) or alone (whatever else there is, one item can't be had).
CREATE OR REPLACE FUNCTION exceeded_quota(tenant uuid, project uuid, what text, wanted double precision, defaults jsonb, moment text)
RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  IF moment = 'written' THEN
    PERFORM lock_quota(tenant, what) WHERE EXISTS (SELECT FROM quota_levels(tenant, project, what, defaults));
  END IF;
  RETURN (SELECT jsonb_build_object('quota', what, 'level', l.level, 'limit', l.most, 'used', u.used, 'wanted', wanted)
    FROM quota_levels(tenant, project, what, defaults) l
      CROSS JOIN LATERAL (SELECT CASE moment WHEN 'before' THEN l.used WHEN 'written' THEN l.used - wanted ELSE 0 END AS used) u
    WHERE u.used + wanted > l.most ORDER BY l.level DESC LIMIT 1);
END
$$;
