-- Moves finished calls from the inbox to their tenants' audit chains, in order of arrival. A call without an end after ten minutes was
-- cut off by a crash. One process at a time does this; no API call waits for it. Returns how many calls it moved.
CREATE OR REPLACE FUNCTION seal_audit(most integer) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('longhaul.seal_audit')) THEN
    RETURN 0;
  END IF;
  WITH due AS (
    -- Deleted as they are now: a call's end may have been written since its row was found.
    DELETE FROM audit_inbox WHERE id = ANY (ARRAY(
      (SELECT id FROM audit_inbox WHERE has_ended ORDER BY position LIMIT most)
      UNION (SELECT id FROM audit_inbox WHERE at < now() - interval '10 minutes' ORDER BY at LIMIT most)))
    RETURNING tenant_id, position, at, body
  ), numbered AS (
    SELECT d.tenant_id, d.at, d.body, coalesce(c.last_hash, '') AS base,
      coalesce(c.last_seq, 0) + row_number() OVER (PARTITION BY d.tenant_id ORDER BY d.position) AS seq
    FROM due d LEFT JOIN audit_chains c ON c.tenant_id = d.tenant_id
  ), sealed AS (
    INSERT INTO audit_entries (tenant_id, seq, at, body, hash)
    SELECT tenant_id, seq, at, body, audit_hashes(base, seq, at, body) OVER (PARTITION BY tenant_id ORDER BY seq) FROM numbered
    RETURNING tenant_id, seq, hash
  ), chained AS (
    INSERT INTO audit_chains (tenant_id, last_seq, last_hash)
    SELECT DISTINCT ON (tenant_id) tenant_id, seq, hash FROM sealed ORDER BY tenant_id, seq DESC
    ON CONFLICT (tenant_id) DO UPDATE SET last_seq = excluded.last_seq, last_hash = excluded.last_hash
  )
  SELECT count(*) INTO most FROM sealed;
  RETURN most;
END
$$;
