-- Locks a tenant's quota until this transaction ends, so that nobody else can add to it, or only those who share the lock.
DROP FUNCTION IF EXISTS lock_quota(uuid, text);
CREATE OR REPLACE FUNCTION lock_quota(tenant uuid, what text, is_shared boolean DEFAULT false) RETURNS void LANGUAGE sql AS $$
  SELECT CASE WHEN is_shared THEN pg_advisory_xact_lock_shared(k) ELSE pg_advisory_xact_lock(k) END
  FROM hashtextextended(what || tenant::text, 0) k
$$;
