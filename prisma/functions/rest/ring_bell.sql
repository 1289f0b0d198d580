-- Wakes processes that sleep, when something comes into the ledger that they have to see to. Nobody is told while all are
-- awake: a notification takes a lock over the whole server until its transaction is on the disk.
CREATE OR REPLACE FUNCTION ring_bell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM sleepers WHERE until > now()) THEN
    PERFORM pg_notify('longhaul_bell', '');
  END IF;
  RETURN NULL;
END
$$;

-- Each kind of row that `ledger_rest` looks at has a trigger here.
CREATE OR REPLACE TRIGGER operations_ring AFTER INSERT ON operations FOR EACH STATEMENT EXECUTE FUNCTION ring_bell();
CREATE OR REPLACE TRIGGER deliveries_ring AFTER INSERT OR UPDATE OF next_attempt_at ON deliveries
  FOR EACH STATEMENT EXECUTE FUNCTION ring_bell();
CREATE OR REPLACE TRIGGER notifications_ring AFTER INSERT ON notifications FOR EACH STATEMENT EXECUTE FUNCTION ring_bell();
CREATE OR REPLACE TRIGGER datasets_ring AFTER INSERT OR UPDATE OF status ON datasets
  FOR EACH STATEMENT EXECUTE FUNCTION ring_bell();
CREATE OR REPLACE TRIGGER schedules_ring AFTER INSERT OR UPDATE OF next_run_at ON schedules
  FOR EACH STATEMENT EXECUTE FUNCTION ring_bell();
