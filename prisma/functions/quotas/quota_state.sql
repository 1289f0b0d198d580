-- The limits of a quota that apply to a project (the tenant's and its own), with what is used of each. When `is_exact`, nobody can add
-- to the quota until this transaction ends.
CREATE OR REPLACE FUNCTION quota_state(tenant uuid, project uuid, what text, defaults jsonb, is_exact boolean)
RETURNS TABLE (level text, most double precision, used double precision)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  whole double precision := quota_limit(tenant, NULL, what, defaults);
  own   double precision := quota_limit(tenant, project, what, defaults);
BEGIN
  IF least(whole, own) = 'infinity' THEN RETURN; END IF;
  IF is_exact THEN PERFORM lock_quota(tenant, what); END IF;
  IF whole < 'infinity' THEN RETURN QUERY SELECT 'tenant', whole, quota_used(tenant, NULL, what); END IF;
  IF own < 'infinity' THEN RETURN QUERY SELECT 'project', own, quota_used(tenant, project, what); END IF;
END
$$;
