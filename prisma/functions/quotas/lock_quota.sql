-- Locks a tenant's quota until this transaction ends, so that nobody else can add to it.
CREATE OR REPLACE FUNCTION lock_quota(tenant uuid, what text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended(what || tenant::text, 0))
$$;
