-- Advances the fair order of imports to the tag of an import that has ended, or was deleted, and corrects what its tenant was charged to
-- what it used: nothing if no worker ever had it. That isn't known of one that a worker of an earlier version read. One that no worker
-- ever had doesn't advance the order.
CREATE OR REPLACE FUNCTION pass_import() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  charged double precision := coalesce(OLD.import_charge, import_cost(OLD.size_bytes, OLD.source_url));
  used    double precision := CASE WHEN OLD.epoch = 0 THEN 0 ELSE coalesce(NEW.import_used_sec, charged) END;
BEGIN
  INSERT INTO fair_charges (tenant_id, priority, stride, passed)
  VALUES (NEW.tenant_id, 'Import', fair_stride(NEW.tenant_id, used - charged), CASE WHEN OLD.epoch > 0 THEN NEW.fair_tag END);
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER datasets_pass_import AFTER UPDATE OF status, deleted_at ON datasets FOR EACH ROW
  WHEN (OLD.status = 'Importing' AND OLD.deleted_at IS NULL AND (NEW.status <> 'Importing' OR NEW.deleted_at IS NOT NULL) AND NEW.fair_tag > 0)
  EXECUTE FUNCTION pass_import();
