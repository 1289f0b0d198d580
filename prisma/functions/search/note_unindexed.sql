-- Records operations that were created, ended or expired, so that their words are indexed soon, outside the writing transaction.
CREATE OR REPLACE FUNCTION note_unindexed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO unindexed_operations (operation_id) SELECT id FROM fresh;
  ELSE
    INSERT INTO unindexed_operations (operation_id) VALUES (NEW.id);
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER operations_unindexed AFTER INSERT ON operations
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION note_unindexed();

CREATE OR REPLACE TRIGGER operations_reindexed AFTER UPDATE OF status, expired_at ON operations FOR EACH ROW
  WHEN ((NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL) OR (NEW.expired_at IS NOT NULL AND OLD.expired_at IS NULL))
  EXECUTE FUNCTION note_unindexed();
