-- Deletes audit entries older than so many days, a limited number of each tenant at a time. Keeps the hash of the last deleted entry,
-- from which the rest of the chain is verified.
CREATE OR REPLACE FUNCTION expire_audit(days integer, most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  chain   audit_chains;
  expired integer := 0;
  n       integer;
BEGIN
  PERFORM set_config('longhaul.expires_audit', 'on', true);
  FOR chain IN
    SELECT c.* FROM audit_chains c
    WHERE c.tenant_id IN (SELECT e.tenant_id FROM audit_entries e WHERE e.at < now() - days * interval '1 day' ORDER BY e.at LIMIT most)
    FOR UPDATE SKIP LOCKED
  LOOP
    -- Stops at the first entry to keep, even when a later entry is older.
    WITH old AS (
      SELECT e.seq, e.at, e.hash FROM audit_entries e WHERE e.tenant_id = chain.tenant_id ORDER BY e.seq LIMIT most
    ), kept AS (
      SELECT min(seq) AS seq FROM old WHERE at >= now() - days * interval '1 day'
    ), gone AS (
      DELETE FROM audit_entries e USING old, kept
      WHERE e.tenant_id = chain.tenant_id AND e.seq = old.seq AND (kept.seq IS NULL OR old.seq < kept.seq)
      RETURNING e.seq, e.hash
    ), base AS (
      UPDATE audit_chains c SET base_seq = g.seq, base_hash = g.hash FROM (SELECT * FROM gone ORDER BY seq DESC LIMIT 1) g
      WHERE c.tenant_id = chain.tenant_id
    )
    SELECT count(*) INTO n FROM gone;
    expired := expired + n;
  END LOOP;
  PERFORM set_config('longhaul.expires_audit', 'off', true);
  RETURN expired;
END
$$;
