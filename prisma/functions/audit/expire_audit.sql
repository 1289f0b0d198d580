-- Deletes audit entries older than so many days, a limited number of each tenant at a time. Keeps the hash of the last deleted entry,
-- from which the rest of the chain is verified.
CREATE OR REPLACE FUNCTION expire_audit(days integer, most integer) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  -- For audit_is_append_only.
  PERFORM set_config('longhaul.expires_audit', 'on', true);
  WITH chain AS (
    SELECT tenant_id FROM audit_chains
    WHERE tenant_id IN (SELECT tenant_id FROM audit_entries WHERE at < now() - days * interval '1 day' ORDER BY at LIMIT most)
    FOR UPDATE SKIP LOCKED
  ), old AS (
    -- Up to the first entry to keep, even when a later entry is older.
    SELECT e.*, bool_and(e.at < now() - days * interval '1 day') OVER (PARTITION BY e.tenant_id ORDER BY e.seq) AS is_due
    FROM chain c CROSS JOIN LATERAL (
      SELECT tenant_id, seq, at, hash FROM audit_entries WHERE tenant_id = c.tenant_id ORDER BY seq LIMIT most) e
  ), gone AS (
    DELETE FROM audit_entries e USING old WHERE old.is_due AND e.tenant_id = old.tenant_id AND e.seq = old.seq
    RETURNING e.tenant_id, e.seq, e.hash
  ), base AS (
    UPDATE audit_chains c SET base_seq = g.seq, base_hash = g.hash
    FROM (SELECT DISTINCT ON (tenant_id) * FROM gone ORDER BY tenant_id, seq DESC) g WHERE c.tenant_id = g.tenant_id
  )
  SELECT count(*) INTO most FROM gone;
  PERFORM set_config('longhaul.expires_audit', 'off', true);
  RETURN most;
END
$$;
