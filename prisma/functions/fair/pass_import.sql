-- Advances the fair order of imports to the tag of an import that has ended.
CREATE OR REPLACE FUNCTION pass_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO fair_charges (tenant_id, priority, stride, passed) VALUES (NEW.tenant_id, 'Import', 0, NEW.fair_tag);
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER datasets_pass_import AFTER UPDATE OF status ON datasets FOR EACH ROW
  WHEN (OLD.status = 'Importing' AND NEW.status <> 'Importing' AND NEW.fair_tag > 0) EXECUTE FUNCTION pass_import();
