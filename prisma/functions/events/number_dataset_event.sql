-- Numbers the event of an import before its row is written; `append_dataset_event` appends it afterwards. Previews and exports have none.
CREATE OR REPLACE FUNCTION number_dataset_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.event_seq := NEW.event_seq + 1;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER datasets_number_created BEFORE INSERT ON datasets FOR EACH ROW
  WHEN (NEW.status = 'Importing' AND NEW.kind IN ('log', 'version')) EXECUTE FUNCTION number_dataset_event();
-- Progress is an event when a whole per cent is done, or the import goes on to something else.
CREATE OR REPLACE TRIGGER datasets_number_event BEFORE UPDATE OF status, deleted_at, import_progress, import_activity ON datasets FOR EACH ROW
  WHEN (OLD.status = 'Importing' AND OLD.kind IN ('log', 'version') AND OLD.deleted_at IS NULL AND (
    NEW.status <> 'Importing' OR NEW.deleted_at IS NOT NULL
    OR floor(100 * coalesce(NEW.import_progress, 0)) > floor(100 * coalesce(OLD.import_progress, 0))
    OR NEW.import_activity->>'currentActivity' IS DISTINCT FROM OLD.import_activity->>'currentActivity'))
  EXECUTE FUNCTION number_dataset_event();
