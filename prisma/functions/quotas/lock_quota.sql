-- Waits until nobody else adds to a tenant's quota, and keeps others from it until this transaction ends.
CREATE OR REPLACE FUNCTION lock_quota(tenant uuid, what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(what || tenant::text, 0));
END
$$;
