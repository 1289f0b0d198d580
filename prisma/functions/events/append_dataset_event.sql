-- Appends the event of an import that `number_dataset_event` has numbered and, for an end, a delivery for each webhook that subscribed to
-- it. An import whose dataset is deleted ends as cancelled. Of an error with names out of a file that are long together, only its code, line
-- and the start of its message are told; all of it is kept with the dataset.
CREATE OR REPLACE FUNCTION append_dataset_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  event_id  text := 'evt-' || gen_random_uuid();
  event_pos bigint;
  what      text := 'dataset.' || CASE
    WHEN TG_OP = 'INSERT' THEN 'created'
    WHEN NEW.status <> 'Importing' THEN lower(NEW.status)
    WHEN NEW.deleted_at IS NOT NULL THEN 'cancelled'
    ELSE 'progress' END;
BEGIN
  INSERT INTO events (id, tenant_id, project_id, dataset_id, sequence, type, body)
  VALUES (event_id, NEW.tenant_id, NEW.project_id, NEW.id, NEW.event_seq, what, json_build_object(
    'id', event_id, 'type', what, 'timestamp', api_time(now()), 'sequence', NEW.event_seq,
    'data', jsonb_strip_nulls(jsonb_build_object(
      'datasetId', coalesce(NEW.version_of, NEW.id), 'version', NEW.version, 'change', NEW.change, 'name', NEW.name,
      'status', CASE what WHEN 'dataset.cancelled' THEN 'Cancelled' ELSE NEW.status END,
      'fileName', NEW.file_name, 'format', NEW.format, 'sizeBytes', NEW.size_bytes,
      'progress', CASE WHEN what IN ('dataset.created', 'dataset.progress') THEN coalesce(NEW.import_activity, '{}') ELSE '{}' END
        || jsonb_build_object('percentage', floor(100 * coalesce(NEW.import_progress, 0))),
      'counts', CASE WHEN NEW.events IS NOT NULL THEN jsonb_build_object('events', NEW.events, 'cases', NEW.cases,
        'activities', NEW.activities, 'errorRecords', NEW.error_records) END,
      'error', CASE WHEN octet_length(NEW.error::text) > 20000 THEN jsonb_build_object('code', NEW.error->'code',
        'message', left(NEW.error->>'message', 2000), 'line', NEW.error->'line') ELSE NEW.error END,
      'cancellation', NEW.cancellation,
      'dateCreated', api_time(NEW.created_at), 'dateReady', api_time(NEW.ready_at))))::text)
  RETURNING position INTO event_pos;

  IF what NOT IN ('dataset.created', 'dataset.progress') THEN
    INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, dataset_id, url, event_type, sequence, max_attempts)
    SELECT 'dlv-' || gen_random_uuid(), event_pos, w.tenant_id, w.project_id, 'webhook:' || w.id, w.id, coalesce(NEW.version_of, NEW.id),
      w.url, what, NEW.event_seq, attempts_of(w.retry_policy)
    FROM webhooks w
    WHERE w.tenant_id = NEW.tenant_id AND w.project_id = NEW.project_id AND w.status <> 'Disabled' AND what = ANY (w.events);
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER datasets_append_created AFTER INSERT ON datasets FOR EACH ROW
  WHEN (NEW.event_seq > 0) EXECUTE FUNCTION append_dataset_event();
CREATE OR REPLACE TRIGGER datasets_append_event AFTER UPDATE OF status, deleted_at, import_progress, import_activity ON datasets FOR EACH ROW
  WHEN (NEW.event_seq > OLD.event_seq) EXECUTE FUNCTION append_dataset_event();
