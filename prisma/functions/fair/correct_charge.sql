-- Corrects what a tenant was charged for an operation that has ended: nothing if it never ran, else its CPU units times its running
-- time. For an operation that was interrupted, only the time of its phases counts, not the pauses.
CREATE OR REPLACE FUNCTION correct_charge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ran_sec double precision := 0;
BEGIN
  IF NEW.started_at IS NOT NULL AND NEW.attempt = 0 AND NEW.crash_count = 0 AND NEW.epoch <= 2 THEN
    ran_sec := extract(epoch FROM NEW.ended_at - NEW.started_at);
  ELSIF NEW.started_at IS NOT NULL THEN
    SELECT coalesce(sum(extract(epoch FROM ended_at - started_at)), 0) INTO ran_sec FROM phases
    WHERE operation_id = NEW.id AND ended_at >= started_at AND started_at >= NEW.started_at;
    ran_sec := greatest(ran_sec, (NEW.usage->>'cpuSeconds')::double precision / NEW.cpu_units);
  END IF;
  INSERT INTO fair_charges (tenant_id, priority, stride, passed) VALUES (NEW.tenant_id, NEW.priority, fair_stride(NEW.tenant_id,
    NEW.cpu_units * greatest(0, ran_sec) - fair_cost(NEW.cpu_units, NEW.estimated_low_sec, NEW.estimated_high_sec)),
    CASE WHEN NEW.started_at IS NOT NULL THEN NEW.fair_tag END);
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER operations_correct_charge AFTER UPDATE OF status ON operations FOR EACH ROW
  WHEN (NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL AND NEW.fair_tag > 0)
  EXECUTE FUNCTION correct_charge();
