-- Makes a ready version the dataset's current version, unless a later one is already. A lock on the first version's row puts the
-- versions of a dataset in order.
CREATE OR REPLACE FUNCTION settle_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM datasets WHERE id = NEW.version_of FOR UPDATE;
  UPDATE datasets SET kind = 'version' WHERE dataset_id = NEW.dataset_id AND kind = 'log' AND version < NEW.version;
  UPDATE datasets SET kind = 'log' WHERE id = NEW.id AND kind = 'version'
    AND NOT EXISTS (SELECT FROM datasets d WHERE d.dataset_id = NEW.dataset_id AND d.kind = 'log');
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER datasets_settle_version AFTER UPDATE OF status ON datasets FOR EACH ROW
  WHEN (NEW.version_of IS NOT NULL AND OLD.status = 'Importing' AND NEW.status = 'Ready') EXECUTE FUNCTION settle_version();

CREATE OR REPLACE TRIGGER datasets_settle_restored AFTER INSERT ON datasets FOR EACH ROW
  WHEN (NEW.version_of IS NOT NULL AND NEW.status = 'Ready') EXECUTE FUNCTION settle_version();
