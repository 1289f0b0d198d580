-- Moves running operations on, each for the owner of its epoch: begins a phase, commits one or several, and then starts the
-- next or completes the operation. `moves` is a list of {operationId, epoch, leaseMs, start?, complete?} with, where phases are
-- committed, {begin?, first, last, phaseName, percentage, processedRecords, totalRecords, usage, commits: [...]}, at most one
-- for an operation; `packages/db/src/operations/advance-operations.ts` says what they mean. Returns the operations that moved,
-- and whether the batch of one that was completed has more to free; of an operation that isn't returned nothing is written.
CREATE OR REPLACE FUNCTION advance_operations(moves jsonb) RETURNS TABLE (id text, freeing boolean)
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  ids       text[];
  ending    text[];
  in_batch  text[];
  batch_ids text[];
  moved     text[];
  made      text[];
BEGIN
  SELECT array_agg(m->>'operationId'), array_agg(m->>'operationId') FILTER (WHERE m ? 'complete') INTO ids, ending
  FROM jsonb_array_elements(moves) m;

  -- The order of locks: batches, then operations, each by id.
  IF ending IS NOT NULL THEN
    SELECT array_agg(o.id), array_agg(DISTINCT o.batch_id) INTO in_batch, batch_ids
    FROM operations o WHERE o.id = ANY (ending) AND o.batch_id IS NOT NULL;
    IF batch_ids IS NOT NULL THEN
      PERFORM 1 FROM batches b WHERE b.id = ANY (batch_ids) ORDER BY b.id FOR UPDATE;
      PERFORM set_config('longhaul.settling', 'on', true);
    END IF;
  END IF;
  -- Also a single one: what is read of its phases below must be what the same move, whose answer was given up, has left there.
  PERFORM 1 FROM operations o WHERE o.id = ANY (ids) ORDER BY o.id FOR UPDATE;

  WITH g AS MATERIALIZED (
    SELECT m.*, b.progress AS known, ph.* FROM jsonb_to_recordset(moves) AS m ("operationId" text, epoch integer,
        "leaseMs" double precision, begin integer, first integer, last integer, "phaseName" text, percentage integer,
        "processedRecords" bigint, "totalRecords" bigint, usage jsonb, commits jsonb, start integer, complete jsonb)
      JOIN operations b ON b.id = m."operationId"
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE p.idx < coalesce(m.first, m.start) AND p.status = 'Completed') AS before,
          bool_or(p.idx = m.first AND p.status = 'Running') AS is_running,
          bool_or((m.first IS NULL OR p.idx NOT BETWEEN m.first AND m.last) AND p.status <> 'Completed') AS is_open,
          bool_or(p.idx > coalesce(m.start, m.last) AND p.status <> 'Pending') AS has_later,
          max(p.name) FILTER (WHERE p.idx = m.start) AS start_name
        FROM phases p WHERE p.operation_id = m."operationId") ph
    WHERE b.id = ANY (ids)
  ), done AS (
    UPDATE operations o SET
      lease_until = CASE WHEN g.complete IS NULL THEN now() + g."leaseMs" * interval '1 millisecond' END,
      version = o.version + 1,
      status = CASE WHEN g.complete IS NULL THEN 'Running' ELSE 'Completed' END,
      ended_at = CASE WHEN g.complete IS NOT NULL THEN now() END,
      event_seq = o.event_seq + coalesce(g.last - g.first + 1, 0) + (g.complete IS NOT NULL)::integer,
      progress = CASE WHEN g.complete IS NULL THEN greatest(o.progress, g.percentage) ELSE 100 END,
      last_progress_event = greatest(o.last_progress_event, g.percentage),
      last_progress_at = CASE WHEN g.first IS NULL THEN o.last_progress_at ELSE now() END,
      phases_completed = CASE WHEN g.complete IS NULL THEN g.before + coalesce(g.last - g.first + 1, 0) ELSE o.total_phases END,
      current_phase = coalesce(g.start_name, g."phaseName", o.current_phase),
      processed_records = coalesce(g."processedRecords", o.processed_records),
      total_records = greatest(o.total_records, g."totalRecords"),
      usage = coalesce(nullif(g.complete->'usage', 'null'), g.usage, o.usage),
      summary = CASE WHEN g.complete IS NULL THEN o.summary ELSE g.complete->'summary' END,
      error = CASE WHEN g.complete IS NULL THEN o.error END
    FROM g WHERE o.id = ANY (ids) AND o.id = g."operationId" AND o.epoch = g.epoch AND o.status = 'Running'
      -- All of a move is applied, once, or nothing: what is committed must run, or begin now and not have been committed by this
      -- claim; what follows must follow; what is to end must have no phase left, also none that becomes Pending again.
      AND (g.first IS NULL OR CASE WHEN g.begin IS NULL THEN g.is_running ELSE g.begin = g.first AND NOT EXISTS (
        SELECT 1 FROM checkpoints c WHERE c.operation_id = g."operationId" AND c.phase_idx >= g.first AND c.epoch = g.epoch) END)
      AND (g.start IS NULL OR g.start = coalesce(g.last + 1, g.start))
      AND (g.complete IS NULL OR g.is_open IS NOT TRUE AND (g.begin IS NULL OR g.has_later IS NOT TRUE))
    RETURNING o AS op, g.*
  ), c AS MATERIALIZED (
    SELECT d.op, d.begin, d.first, d.last, d.complete, d.known, d.before, k.* FROM done d, jsonb_to_recordset(d.commits)
      AS k ("phaseIdx" integer, "phaseName" text, percentage integer, fingerprint text, output jsonb, files jsonb,
        artifacts jsonb, dataset jsonb, "recordsProcessed" bigint, detail jsonb)
  ), p AS (
    UPDATE phases p SET status = s.status, progress = s.progress, records_processed = s.records, detail = s.detail,
      started_at = CASE WHEN s.is_begun THEN now() WHEN s.status = 'Completed' THEN p.started_at END,
      ended_at = CASE s.status WHEN 'Completed' THEN now() END
    FROM (
      SELECT (c.op).id, c."phaseIdx" AS idx, 'Completed' AS status, 100 AS progress, c.begin IS NOT NULL OR c."phaseIdx" > c.first AS is_begun,
        c."recordsProcessed" AS records, c.detail FROM c
      UNION ALL
      SELECT d."operationId", d.start, 'Running', 0, true, NULL, NULL FROM done d WHERE d.start IS NOT NULL
      UNION ALL
      SELECT d."operationId", later.idx, 'Pending', 0, false, NULL, NULL FROM done d
        JOIN phases later ON later.operation_id = d."operationId" AND later.idx > coalesce(d.start, d.last) AND later.status <> 'Pending'
        WHERE d.has_later AND (d.start IS NOT NULL OR d.begin IS NOT NULL)
    ) s WHERE p.operation_id = s.id AND p.idx = s.idx
  ), kept AS (
    INSERT INTO checkpoints (operation_id, phase_idx, epoch, fingerprint, output, files)
    SELECT (c.op).id, c."phaseIdx", (c.op).epoch, c.fingerprint, c.output, c.files FROM c
    ON CONFLICT (operation_id, phase_idx) DO UPDATE SET epoch = excluded.epoch, fingerprint = excluded.fingerprint,
      output = excluded.output, files = excluded.files, committed_at = now()
  ), told AS (
    SELECT append_events(array_agg(t.op ORDER BY (t.op).id, t.seq), array_agg(t.what ORDER BY (t.op).id, t.seq),
      array_agg(t.extra ORDER BY (t.op).id, t.seq), array_agg(t.seq ORDER BY (t.op).id, t.seq)) FROM (
      SELECT c.op, 'operation.phase.completed' AS what, (c.op).event_seq - (c.complete IS NOT NULL)::integer - (c.last - c."phaseIdx") AS seq,
        jsonb_build_object('status', 'Running', 'endTime', NULL, 'progress', jsonb_build_object(
            'percentage', greatest(c.known, c.percentage), 'currentPhase', c."phaseName",
            'phasesCompleted', c.before + 1 + c."phaseIdx" - c.first, 'totalPhases', (c.op).total_phases),
          'phase', jsonb_build_object('phaseName', c."phaseName", 'status', 'Completed', 'recordsProcessed', c."recordsProcessed")) AS extra
      FROM c
      UNION ALL
      SELECT d.op, 'operation.completed', (d.op).event_seq, jsonb_build_object('summary', (d.op).summary) FROM done d WHERE d.complete IS NOT NULL
    ) t
  )
  SELECT array_agg(d."operationId"), (SELECT array_agg(DISTINCT (c.op).id) FROM c WHERE c.artifacts <> '[]' OR c.dataset IS NOT NULL)
  INTO moved, made FROM done d, told;

  IF made IS NOT NULL OR EXISTS (SELECT 1 FROM artifacts a WHERE a.operation_id = ANY (moved)) THEN
    PERFORM keep_made(moves, moved);
  END IF;
  IF batch_ids IS NULL THEN
    RETURN QUERY SELECT m, false FROM unnest(moved) AS m;
    RETURN;
  END IF;
  PERFORM settle_batch(b.batch_id, b.ended) FROM (
    SELECT o.batch_id, array_agg(o.id) AS ended FROM operations o
    WHERE o.id = ANY (moved) AND o.id = ANY (in_batch) GROUP BY o.batch_id ORDER BY o.batch_id) b;
  PERFORM set_config('longhaul.settling', 'off', true);
  RETURN QUERY SELECT m, coalesce((SELECT b.freeing FROM batches b JOIN operations o ON o.batch_id = b.id
    WHERE o.id = m AND m = ANY (in_batch)), false) FROM unnest(moved) AS m;
END
$$;
