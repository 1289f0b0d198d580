-- Deletes audit entries older than so many days, a limited number of each tenant at a time. Keeps the hash of the last deleted entry,
-- from which the rest of the chain is verified.
CREATE OR REPLACE FUNCTION expire_audit(days integer, most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  shorter uuid[];
BEGIN
  WITH chain AS (
    SELECT tenant_id FROM audit_chains
    WHERE tenant_id IN (SELECT tenant_id FROM audit_entries WHERE at < now() - days * interval '1 day' ORDER BY at LIMIT most)
    FOR UPDATE SKIP LOCKED
  ), old AS (
    -- Up to the first entry to keep, even when a later entry is older.
    SELECT e.*, bool_and(e.at < now() - days * interval '1 day') OVER (PARTITION BY e.tenant_id ORDER BY e.seq) AS is_due
    FROM chain c CROSS JOIN LATERAL (
      SELECT tenant_id, seq, at, hash FROM audit_entries WHERE tenant_id = c.tenant_id ORDER BY seq LIMIT most) e
  ), base AS (
    UPDATE audit_chains c SET base_seq = o.seq, base_hash = o.hash
    FROM (SELECT DISTINCT ON (tenant_id) * FROM old WHERE is_due ORDER BY tenant_id, seq DESC) o WHERE c.tenant_id = o.tenant_id
    RETURNING c.tenant_id
  )
  SELECT array_agg(tenant_id) INTO shorter FROM base;
  DELETE FROM audit_entries e USING audit_chains c WHERE c.tenant_id = ANY (shorter) AND e.tenant_id = c.tenant_id AND e.seq <= c.base_seq;
  GET DIAGNOSTICS most = ROW_COUNT;
  RETURN most;
END
$$;
