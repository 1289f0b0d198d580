-- Waits until nobody else adds to a tenant's quota, and keeps others from it until this transaction ends. Those who share the lock
-- keep out only who doesn't.
CREATE OR REPLACE FUNCTION lock_quota(tenant uuid, what text, is_shared boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF is_shared THEN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(what || tenant::text, 0));
  ELSE
    PERFORM pg_advisory_xact_lock(hashtextextended(what || tenant::text, 0));
  END IF;
END
$$;
