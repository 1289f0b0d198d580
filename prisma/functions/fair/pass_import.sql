-- Advances the fair order of imports to the tag of an import that has ended, or was deleted, and corrects what its tenant was charged to
-- what it used, if that is known. One that no worker ever had used nothing, and doesn't advance the order.
CREATE OR REPLACE FUNCTION pass_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO fair_charges (tenant_id, priority, stride, passed)
  VALUES (NEW.tenant_id, 'Import', fair_stride(NEW.tenant_id,
      CASE WHEN OLD.epoch = 0 THEN 0 ELSE coalesce(NEW.import_used_sec, OLD.import_charge) END - OLD.import_charge),
    CASE WHEN OLD.epoch > 0 THEN NEW.fair_tag END);
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER datasets_pass_import AFTER UPDATE OF status, deleted_at ON datasets FOR EACH ROW
  WHEN (OLD.status = 'Importing' AND OLD.deleted_at IS NULL AND (NEW.status <> 'Importing' OR NEW.deleted_at IS NOT NULL)
    AND NEW.fair_tag > 0) EXECUTE FUNCTION pass_import();
