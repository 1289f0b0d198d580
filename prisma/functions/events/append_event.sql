-- Appends an event of a batch or a dataset, whose number `sequence` is. Fields of `data` that are null are left out. Returns its position.
CREATE OR REPLACE FUNCTION append_event(tenant uuid, project uuid, batch text, dataset uuid, what text, sequence integer, data jsonb)
RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO events (id, tenant_id, project_id, batch_id, dataset_id, sequence, type, body)
  SELECT e.id, tenant, project, batch, dataset, sequence, what, json_build_object('id', e.id, 'type', what, 'timestamp', api_time(now()),
    'sequence', sequence, 'data', jsonb_strip_nulls(data))::text
  FROM (SELECT 'evt-' || gen_random_uuid() AS id OFFSET 0) e
  RETURNING position
$$;
