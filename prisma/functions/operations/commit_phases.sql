-- Applies phases' outputs, each once: checkpoint, artifacts, the dataset that the phase made, phase and progress, event. Only
-- while the phase is Running. Returns the operations that go on: those whose commit was applied, and those that had none.
CREATE OR REPLACE FUNCTION commit_phases(moves jsonb) RETURNS text[]
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  rest      text[] := ARRAY(SELECT m->>'operationId' FROM jsonb_array_elements(moves) m WHERE NOT m ? 'commit');
  ids       text[] := ARRAY(SELECT m->>'operationId' FROM jsonb_array_elements(moves) m WHERE m ? 'commit');
  committed text[];
BEGIN
  IF cardinality(ids) = 0 THEN
    RETURN rest;
  END IF;
  WITH g AS MATERIALIZED (
    SELECT m."operationId", m.epoch, m."leaseMs", m.complete, c.* FROM jsonb_to_recordset(moves)
        AS m ("operationId" text, epoch integer, "leaseMs" double precision, commit jsonb, complete jsonb),
      jsonb_to_record(m.commit) AS c ("phaseIdx" integer, "phaseName" text, percentage integer, fingerprint text, output jsonb,
        files jsonb, artifacts jsonb, dataset jsonb, "recordsProcessed" bigint, detail jsonb, usage jsonb)
    WHERE m.commit IS NOT NULL
  ), moved AS (
    UPDATE operations o SET lease_until = now() + g."leaseMs" * interval '1 millisecond', version = o.version + 1,
      progress = greatest(o.progress, g.percentage), event_seq = o.event_seq + 1, usage = coalesce(g.usage, o.usage),
      processed_records = coalesce(g."recordsProcessed", o.processed_records),
      total_records = greatest(o.total_records, g."recordsProcessed"),
      last_progress_event = greatest(o.last_progress_event, g.percentage), last_progress_at = now(),
      phases_completed = 1 + (SELECT count(*) FROM phases p
        WHERE p.operation_id = g."operationId" AND p.idx < g."phaseIdx" AND p.status = 'Completed')
    FROM g
    WHERE o.id = ANY (ids) AND o.id = g."operationId" AND o.epoch = g.epoch AND o.status = 'Running' AND EXISTS (
      SELECT 1 FROM phases p WHERE p.operation_id = g."operationId" AND p.idx = g."phaseIdx" AND p.status = 'Running')
      -- What is to end with this phase must be able to: all of a move is applied, or nothing.
      AND (g.complete IS NULL OR NOT EXISTS (
        SELECT 1 FROM phases p WHERE p.operation_id = g."operationId" AND p.idx <> g."phaseIdx" AND p.status <> 'Completed'))
    RETURNING o AS op, g."phaseIdx"
  ), done AS MATERIALIZED (
    SELECT moved.op, g.* FROM moved JOIN g ON g."operationId" = (moved.op).id
  ), p AS (
    UPDATE phases p SET status = 'Completed', ended_at = now(), progress = 100, records_processed = d."recordsProcessed", detail = d.detail
    FROM done d WHERE p.operation_id = d."operationId" AND p.idx = d."phaseIdx"
  ), c AS (
    INSERT INTO checkpoints (operation_id, phase_idx, epoch, fingerprint, output, files)
    SELECT d."operationId", d."phaseIdx", d.epoch, d.fingerprint, d.output, d.files FROM done d
    ON CONFLICT (operation_id, phase_idx) DO UPDATE SET epoch = excluded.epoch, fingerprint = excluded.fingerprint,
      output = excluded.output, files = excluded.files, committed_at = now()
  ), stale AS (
    DELETE FROM artifacts a USING done d WHERE a.operation_id = d."operationId" AND a.phase_idx >= d."phaseIdx"
  ), a AS (
    INSERT INTO artifacts (id, tenant_id, project_id, operation_id, phase_idx, name, file_name, type, format, media_type,
      size_bytes, sha256, storage_key, description)
    SELECT n.id, (d.op).tenant_id, (d.op).project_id, d."operationId", d."phaseIdx", n.name, n."fileName", n.type, n.format,
      n."mediaType", n."sizeBytes", n.sha256, n."storageKey", n.description
    FROM done d, jsonb_to_recordset(d.artifacts) AS n (id uuid, name text, "fileName" text, type text, format text,
      "mediaType" text, "sizeBytes" bigint, sha256 text, "storageKey" text, description text)
  ), made AS (
    -- A phase that makes its dataset again, because its own code has changed since, replaces the one that it made before.
    INSERT INTO datasets (id, tenant_id, project_id, name, status, file_name, mapping, size_bytes, sha256, table_key, table_bytes,
      format, detected, columns, quality, events, cases, activities, error_records, time_start, time_end, import_progress, lineage,
      created_by, ready_at)
    SELECT n.id, (d.op).tenant_id, (d.op).project_id, n.name, 'Ready', n."fileName", '{}', n."tableBytes", n.sha256, n."tableKey",
      n."tableBytes", 'parquet', n.detected, n.columns, n.quality, n.events, n.cases, n.activities, 0, n."timeStart", n."timeEnd",
      1, n.lineage, (d.op).created_by, now()
    FROM done d, jsonb_to_record(d.dataset) AS n (id uuid, name text, "fileName" text, "tableKey" text, "tableBytes" bigint,
      sha256 text, detected jsonb, columns jsonb, quality jsonb, events bigint, cases bigint, activities bigint,
      "timeStart" timestamptz, "timeEnd" timestamptz, lineage jsonb)
    WHERE d.dataset IS NOT NULL
    ON CONFLICT (id) DO UPDATE SET size_bytes = excluded.size_bytes, sha256 = excluded.sha256, table_key = excluded.table_key,
      table_bytes = excluded.table_bytes, detected = excluded.detected, columns = excluded.columns, quality = excluded.quality,
      events = excluded.events, cases = excluded.cases, activities = excluded.activities, time_start = excluded.time_start,
      time_end = excluded.time_end, lineage = excluded.lineage, deleted_at = NULL
  ), told AS (
    SELECT append_operation_events(array_agg(d.op), 'operation.phase.completed', array_agg(jsonb_build_object('phase',
      jsonb_build_object('phaseName', d."phaseName", 'status', 'Completed', 'recordsProcessed', d."recordsProcessed"))))
    FROM done d
  )
  SELECT (SELECT array_agg(d."operationId") FROM done d) INTO committed FROM told;
  RETURN rest || committed;
END
$$;
