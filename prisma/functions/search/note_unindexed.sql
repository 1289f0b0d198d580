-- Records operations that were created, so that their words are indexed soon, outside the writing transaction. `count_operation` records
-- those that end or expire.
CREATE OR REPLACE FUNCTION note_unindexed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO unindexed_operations (operation_id) SELECT id FROM fresh;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER operations_unindexed AFTER INSERT ON operations
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION note_unindexed();
