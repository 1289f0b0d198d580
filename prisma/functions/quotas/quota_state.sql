-- The limits of a quota that are in force for a project, the tenant's and its own, with what is used of them. Where `is_exact`,
-- nobody can add to it past the limit until this transaction ends: whoever may come near it waits for the lock of the tenant's
-- quota; those who add a few far below it share that lock, so that they never wait for each other.
CREATE OR REPLACE FUNCTION quota_state(tenant uuid, project uuid, what text, wanted double precision, defaults jsonb, is_exact boolean)
RETURNS TABLE (level text, most double precision, used double precision)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  -- More than all connections at once can add of the few that each may.
  far   CONSTANT double precision := 20000;
  few   CONSTANT double precision := 100;
  whole double precision := quota_limit(tenant, NULL, what, defaults);
  own   double precision := quota_limit(tenant, project, what, defaults);
  room  double precision := least(whole, own);
BEGIN
  IF room = 'infinity' THEN RETURN; END IF;
  IF is_exact THEN
    IF wanted <= few AND room > 2 * far THEN
      room := room - quota_used(tenant, NULL, what);
      IF room > 2 * far THEN
        PERFORM lock_quota(tenant, what, true);
        room := least(whole, own) - quota_used(tenant, NULL, what);
      END IF;
    END IF;
    IF wanted > few OR room <= far THEN PERFORM lock_quota(tenant, what); END IF;
  END IF;
  IF whole < 'infinity' THEN RETURN QUERY SELECT 'tenant', whole, quota_used(tenant, NULL, what); END IF;
  IF own < 'infinity' THEN RETURN QUERY SELECT 'project', own, quota_used(tenant, project, what); END IF;
END
$$;
