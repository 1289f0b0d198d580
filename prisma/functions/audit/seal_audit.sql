-- Moves finished calls from the inbox to their tenants' audit chains, in order of arrival. A call without an end after ten minutes was
-- cut off by a crash. One process at a time does this; no API call waits for it. Returns how many calls it moved.
CREATE OR REPLACE FUNCTION seal_audit(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  entry   record;
  chain   audit_chains;
  tenants uuid[] := '{}';
  seqs    bigint[] := '{}';
  times   timestamptz[] := '{}';
  bodies  text[] := '{}';
  hashes  text[] := '{}';
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('longhaul.seal_audit')) THEN
    RETURN 0;
  END IF;
  FOR entry IN
    -- Deleted as they are now: a call's end may have been written since its row was found.
    WITH due AS (
      DELETE FROM audit_inbox WHERE id = ANY (ARRAY(
        (SELECT id FROM audit_inbox WHERE has_ended ORDER BY position LIMIT most)
        UNION (SELECT id FROM audit_inbox WHERE at < now() - interval '10 minutes' ORDER BY at LIMIT most)))
      RETURNING tenant_id, position, at, body
    ) SELECT * FROM due ORDER BY tenant_id, position
  LOOP
    IF chain.tenant_id IS DISTINCT FROM entry.tenant_id THEN
      UPDATE audit_chains c SET last_seq = chain.last_seq, last_hash = chain.last_hash WHERE c.tenant_id = chain.tenant_id;
      INSERT INTO audit_chains (tenant_id) VALUES (entry.tenant_id) ON CONFLICT DO NOTHING;
      SELECT * INTO chain FROM audit_chains c WHERE c.tenant_id = entry.tenant_id FOR UPDATE;
    END IF;
    chain.last_seq := chain.last_seq + 1;
    chain.last_hash := audit_hash(chain.last_hash, chain.last_seq, entry.at, entry.body);
    tenants := tenants || entry.tenant_id;
    seqs := seqs || chain.last_seq;
    times := times || entry.at;
    bodies := bodies || entry.body;
    hashes := hashes || chain.last_hash;
  END LOOP;
  UPDATE audit_chains c SET last_seq = chain.last_seq, last_hash = chain.last_hash WHERE c.tenant_id = chain.tenant_id;
  INSERT INTO audit_entries (tenant_id, seq, at, body, hash) SELECT * FROM unnest(tenants, seqs, times, bodies, hashes);
  RETURN cardinality(seqs);
END
$$;
