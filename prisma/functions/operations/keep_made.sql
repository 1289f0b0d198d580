-- Stores the artifacts and datasets that the committed phases of `moved` made. Deletes artifacts of an earlier run of these phases and of
-- later phases.
CREATE OR REPLACE FUNCTION keep_made(moves jsonb, moved text[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  DELETE FROM artifacts a USING jsonb_to_recordset(moves) AS m ("operationId" text, first integer)
    WHERE a.operation_id = ANY (moved) AND a.operation_id = m."operationId" AND a.phase_idx >= m.first;
  WITH c AS MATERIALIZED (
    SELECT m."operationId", k.* FROM jsonb_to_recordset(moves) AS m ("operationId" text, commits jsonb),
      jsonb_to_recordset(m.commits) AS k ("phaseIdx" integer, artifacts jsonb, dataset jsonb)
    WHERE m."operationId" = ANY (moved)
  ), a AS (
    INSERT INTO artifacts (id, tenant_id, project_id, operation_id, phase_idx, name, file_name, type, format, media_type,
      size_bytes, sha256, storage_key, description)
    SELECT n.id, o.tenant_id, o.project_id, c."operationId", c."phaseIdx", n.name, n."fileName", n.type, n.format,
      n."mediaType", n."sizeBytes", n.sha256, n."storageKey", n.description
    FROM c JOIN operations o ON o.id = c."operationId", jsonb_to_recordset(c.artifacts) AS n (id uuid, name text, "fileName" text,
      type text, format text, "mediaType" text, "sizeBytes" bigint, sha256 text, "storageKey" text, description text)
    WHERE o.id = ANY (moved)
  )
  -- A phase that makes its dataset again (its code has changed) replaces its earlier dataset.
  INSERT INTO datasets (id, tenant_id, project_id, name, status, file_name, mapping, size_bytes, sha256, table_key, table_bytes,
    format, detected, columns, quality, events, cases, activities, error_records, time_start, time_end, import_progress, lineage,
    created_by, ready_at)
  SELECT n.id, o.tenant_id, o.project_id, n.name, 'Ready', n."fileName", '{}', n."tableBytes", n.sha256, n."tableKey",
    n."tableBytes", 'parquet', n.detected, n.columns, n.quality, n.events, n.cases, n.activities, 0, n."timeStart", n."timeEnd",
    1, n.lineage, o.created_by, now()
  FROM c JOIN operations o ON o.id = c."operationId", jsonb_to_record(c.dataset) AS n (id uuid, name text, "fileName" text,
    "tableKey" text, "tableBytes" bigint, sha256 text, detected jsonb, columns jsonb, quality jsonb, events bigint, cases bigint,
    activities bigint, "timeStart" timestamptz, "timeEnd" timestamptz, lineage jsonb)
  WHERE o.id = ANY (moved) AND c.dataset IS NOT NULL
  ON CONFLICT (id) DO UPDATE SET size_bytes = excluded.size_bytes, sha256 = excluded.sha256, table_key = excluded.table_key,
    table_bytes = excluded.table_bytes, detected = excluded.detected, columns = excluded.columns, quality = excluded.quality,
    events = excluded.events, cases = excluded.cases, activities = excluded.activities, time_start = excluded.time_start,
    time_end = excluded.time_end, lineage = excluded.lineage, deleted_at = NULL;
END
$$;
