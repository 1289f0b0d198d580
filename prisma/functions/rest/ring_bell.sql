-- Wakes sleeping processes when a row arrives that they have to work on. It notifies nobody while all are awake, because a
-- notification holds a server-wide lock until its transaction is on disk.
CREATE OR REPLACE FUNCTION ring_bell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM sleepers WHERE until > now()) THEN
    PERFORM pg_notify('longhaul_bell', '');
  END IF;
  RETURN NULL;
END
$$;

-- Every table that `ledger_rest` reads has a trigger here.
CREATE OR REPLACE TRIGGER operations_ring AFTER INSERT ON operations FOR EACH STATEMENT EXECUTE FUNCTION ring_bell();
CREATE OR REPLACE TRIGGER deliveries_ring AFTER INSERT OR UPDATE OF next_attempt_at ON deliveries
  FOR EACH STATEMENT EXECUTE FUNCTION ring_bell();
CREATE OR REPLACE TRIGGER datasets_ring AFTER INSERT OR UPDATE OF status ON datasets
  FOR EACH STATEMENT EXECUTE FUNCTION ring_bell();
CREATE OR REPLACE TRIGGER schedules_ring AFTER INSERT OR UPDATE OF next_run_at ON schedules
  FOR EACH STATEMENT EXECUTE FUNCTION ring_bell();
