-- Moves finished calls from the inbox to their tenants' audit chains, in order of arrival. A call without an end after ten minutes was
-- cut off by a crash. One process at a time does this; no API call waits for it. Returns how many calls it moved.
CREATE OR REPLACE FUNCTION seal_audit(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  entry audit_inbox;
  chain audit_chains;
  moved integer := 0;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('longhaul.seal_audit')) THEN
    RETURN 0;
  END IF;
  FOR entry IN
    SELECT * FROM (
      (SELECT * FROM audit_inbox WHERE has_ended ORDER BY position LIMIT most)
      UNION (SELECT * FROM audit_inbox WHERE at < now() - interval '10 minutes' ORDER BY at LIMIT most)
    ) due ORDER BY tenant_id, position
  LOOP
    IF chain.tenant_id IS DISTINCT FROM entry.tenant_id THEN
      UPDATE audit_chains c SET last_seq = chain.last_seq, last_hash = chain.last_hash WHERE c.tenant_id = chain.tenant_id;
      INSERT INTO audit_chains (tenant_id) VALUES (entry.tenant_id) ON CONFLICT DO NOTHING;
      SELECT * INTO chain FROM audit_chains c WHERE c.tenant_id = entry.tenant_id FOR UPDATE;
    END IF;
    -- The call's end may have been written since this row was read.
    DELETE FROM audit_inbox i WHERE i.id = entry.id RETURNING * INTO entry;
    CONTINUE WHEN NOT FOUND;
    chain.last_seq := chain.last_seq + 1;
    chain.last_hash := audit_hash(chain.last_hash, chain.last_seq, entry.at, entry.body);
    INSERT INTO audit_entries (tenant_id, seq, at, body, hash)
    VALUES (entry.tenant_id, chain.last_seq, entry.at, entry.body, chain.last_hash);
    moved := moved + 1;
  END LOOP;
  UPDATE audit_chains c SET last_seq = chain.last_seq, last_hash = chain.last_hash WHERE c.tenant_id = chain.tenant_id;
  RETURN moved;
END
$$;
