-- Restores the fair-order tag of an operation that ends while it is held, so that its tenant gets back what it was charged.
CREATE OR REPLACE FUNCTION end_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.fair_tag := OLD.held_tag;
  NEW.held_tag := NULL;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER operations_end_hold BEFORE UPDATE OF status ON operations FOR EACH ROW
  WHEN (OLD.held_tag IS NOT NULL AND NEW.status <> 'Initiated') EXECUTE FUNCTION end_hold();
