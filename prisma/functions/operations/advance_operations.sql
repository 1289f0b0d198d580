-- Advances running operations, each for the owner of its epoch: begins a phase, or commits one or several and then starts the next or
-- completes the operation. `moves` is a list of {operationId, epoch, leaseMs, start?, complete?}, at most one per operation. A move that
-- commits phases also has {begin?, first, last, phaseName, percentage, processedRecords, totalRecords, usage, commits: [...]};
-- `packages/db/src/operations/advance-operations.ts` explains them. Returns the operations that moved, and whether the batch of a
-- completed one has more to free. Nothing is written for an operation that isn't returned.
CREATE OR REPLACE FUNCTION advance_operations(moves jsonb) RETURNS TABLE (id text, freeing boolean)
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  ids      text[];
  ending   text[];
  moved    text[];
  settling operations[];
  made     boolean;
  -- Operations whose events go to somebody.
  heard    text[];
  moment   CONSTANT text := api_time(now());
BEGIN
  SELECT array_agg(m->>'operationId'), array_agg(m->>'operationId') FILTER (WHERE m ? 'complete') INTO ids, ending
  FROM jsonb_array_elements(moves) m;

  -- Lock order: batches, then operations, each by id.
  IF ending IS NOT NULL THEN
    PERFORM lock_batches(ending);
  END IF;
  -- A single operation is locked, too: the phases read below must include the writes of the same move whose answer was lost.
  SELECT coalesce(array_agg(l.id) FILTER (WHERE l.is_heard), '{}') INTO heard FROM (
    SELECT o.id, o.callbacks IS NOT NULL OR o.notifications IS NOT NULL OR EXISTS (
      SELECT 1 FROM webhooks w WHERE w.tenant_id = o.tenant_id AND w.project_id = o.project_id) AS is_heard
    FROM operations o WHERE o.id = ANY (ids) ORDER BY o.id FOR UPDATE) l;

  WITH g AS MATERIALIZED (
    SELECT m.*, coalesce(m.last - m.first + 1, 0) AS events, m.complete IS NOT NULL AS ends, ph.*, o.tenant_id, o.project_id, o.batch_id,
      o.batch_position, o.event_seq, o.progress, o.total_phases,
      -- What all its events say alike. OFFSET: once for all.
      (SELECT event_subject(o.id, o.type, o.name, o.status, o.priority) WHERE m.first IS NOT NULL OFFSET 0) AS subject,
      (SELECT event_rest(o.batch_id, o.operation_key, api_time(o.created_at), api_time(o.started_at), NULL, api_time(o.timeout_at))
        WHERE m.first IS NOT NULL OFFSET 0) AS rest
    FROM jsonb_to_recordset(moves) AS m ("operationId" text, epoch integer,
        "leaseMs" double precision, begin integer, first integer, last integer, "phaseName" text, percentage integer,
        "processedRecords" bigint, "totalRecords" bigint, usage jsonb, commits jsonb, start integer, complete jsonb)
      JOIN operations o ON o.id = m."operationId"
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE p.idx < coalesce(m.first, m.start) AND p.status = 'Completed') AS before,
          bool_or(p.idx = m.first AND p.status = 'Running') AS is_running,
          bool_or((m.first IS NULL OR p.idx NOT BETWEEN m.first AND m.last) AND p.status <> 'Completed') AS is_open,
          bool_or(p.idx > coalesce(m.start, m.last) AND p.status <> 'Pending') AS has_later,
          max(p.name) FILTER (WHERE p.idx = m.start) AS start_name
        FROM phases p WHERE p.operation_id = m."operationId") ph
    WHERE o.id = ANY (ids) AND o.epoch = m.epoch AND o.status = 'Running'
      -- All of a move is applied, once, or nothing: what is committed must run, or begin now and not have been committed by this
      -- claim; what follows must follow; what is to end must have no phase left, also none that becomes Pending again.
      AND (m.first IS NULL OR CASE WHEN m.begin IS NULL THEN ph.is_running ELSE m.begin = m.first AND NOT EXISTS (
        SELECT 1 FROM checkpoints c WHERE c.operation_id = m."operationId" AND c.phase_idx >= m.first AND c.epoch = m.epoch) END)
      AND (m.start IS NULL OR m.start = coalesce(m.last + 1, m.start))
      AND (m.complete IS NULL OR ph.is_open IS NOT TRUE AND (m.begin IS NULL OR ph.has_later IS NOT TRUE))
  ), moved AS (
    UPDATE operations o SET
      status = CASE WHEN g.ends THEN 'Completed' ELSE o.status END,
      ended_at = CASE WHEN g.ends THEN now() END,
      lease_until = CASE WHEN NOT g.ends THEN now() + g."leaseMs" * interval '1 millisecond' END,
      next_attempt_at = CASE WHEN NOT g.ends THEN o.next_attempt_at END,
      version = o.version + 1,
      event_seq = o.event_seq + g.events + g.ends::integer,
      progress = CASE WHEN g.ends THEN 100 ELSE greatest(o.progress, g.percentage) END,
      last_progress_event = CASE WHEN g.ends THEN o.last_progress_event ELSE greatest(o.last_progress_event, g.percentage) END,
      last_progress_at = CASE WHEN g.ends OR g.first IS NULL THEN o.last_progress_at ELSE now() END,
      phases_completed = CASE WHEN g.ends THEN o.total_phases ELSE g.before + g.events END,
      current_phase = coalesce(CASE WHEN NOT g.ends THEN g.start_name END, g."phaseName", o.current_phase),
      processed_records = coalesce(g."processedRecords", o.processed_records),
      total_records = greatest(o.total_records, g."totalRecords"),
      usage = coalesce(nullif(g.complete->'usage', 'null'), g.usage, o.usage),
      error = CASE WHEN NOT g.ends THEN o.error END,
      summary = CASE WHEN g.ends THEN g.complete->'summary' ELSE o.summary END
    FROM g WHERE o.id = ANY (ids) AND o.id = g."operationId"
    RETURNING g.ends, o.id, o.tenant_id, o.project_id, o.batch_id, o.batch_position, o.event_seq, o.type, o.name, o.status, o.priority, o.progress,
      o.current_phase, o.phases_completed, o.total_phases, o.operation_key, o.created_at, o.started_at, o.ended_at, o.timeout_at,
      CASE WHEN g.ends THEN jsonb_build_object('summary', o.summary) END AS extra,
      CASE WHEN g.ends AND (o.batch_id IS NOT NULL OR o.id = ANY (heard)) THEN o END AS op
  ), c AS MATERIALIZED (
    SELECT g."operationId" AS id, g.tenant_id, g.project_id, g.batch_id, g.batch_position, g.epoch, g.begin, g.first, g.subject, g.rest,
      g.event_seq + 1 + k."phaseIdx" - g.first AS seq,
      '"progress":{"percentage":' || greatest(g.progress, k.percentage) || ',"currentPhase":' || to_json(k."phaseName")
        || ',"phasesCompleted":' || g.before + 1 + k."phaseIdx" - g.first || ',"totalPhases":' || g.total_phases
        || '},"phase":{"phaseName":' || to_json(k."phaseName") || ',"status":"Completed"'
        || coalesce(',"recordsProcessed":' || k."recordsProcessed", '') || '}' AS said,
      k.*
    FROM g, jsonb_to_recordset(g.commits)
      AS k ("phaseIdx" integer, "phaseName" text, percentage integer, fingerprint text, output jsonb, files jsonb,
        artifacts jsonb, dataset jsonb, "recordsProcessed" bigint, detail jsonb)
  ), p AS (
    UPDATE phases p SET status = s.status, progress = s.progress, records_processed = s.records, detail = s.detail,
      started_at = CASE WHEN s.is_begun THEN now() WHEN s.status = 'Completed' THEN p.started_at END,
      ended_at = CASE s.status WHEN 'Completed' THEN now() END
    FROM (
      SELECT c.id, c."phaseIdx" AS idx, 'Completed' AS status, 100 AS progress, c.begin IS NOT NULL OR c."phaseIdx" > c.first AS is_begun,
        c."recordsProcessed" AS records, coalesce(c.detail, '{}') AS detail FROM c
      UNION ALL
      SELECT g."operationId", g.start, 'Running', 0, true, NULL, NULL FROM g WHERE g.start IS NOT NULL
      UNION ALL
      SELECT g."operationId", later.idx, 'Pending', 0, false, NULL, NULL FROM g
        JOIN phases later ON later.operation_id = g."operationId" AND later.idx > coalesce(g.start, g.last) AND later.status <> 'Pending'
        WHERE g.has_later AND (g.start IS NOT NULL OR g.begin IS NOT NULL)
    ) s WHERE p.operation_id = s.id AND p.idx = s.idx
  ), kept AS (
    INSERT INTO checkpoints (operation_id, phase_idx, epoch, fingerprint, output, files)
    SELECT c.id, c."phaseIdx", c.epoch, c.fingerprint, c.output, coalesce(c.files, '{}') FROM c
    ON CONFLICT (operation_id, phase_idx) DO UPDATE SET epoch = excluded.epoch, fingerprint = excluded.fingerprint,
      output = excluded.output, files = excluded.files, committed_at = now()
  ), told AS (
    SELECT append_events(array_agg(t.op), array_agg(t.what), array_agg(t.extra), array_agg(t.seq)) FROM (
      SELECT c.id, c.batch_position, o.op, 'operation.phase.completed' AS what, c.seq, ('{' || c.said || '}')::jsonb AS extra
      FROM c CROSS JOIN LATERAL (SELECT p AS op FROM operations p WHERE p.id = c.id OFFSET 0) o WHERE c.id = ANY (heard)
      UNION ALL
      SELECT m.id, m.batch_position, m.op, 'operation.completed', m.event_seq, m.extra
      FROM moved m WHERE m.ends AND m.id = ANY (heard)
      ORDER BY batch_position, id, seq) t
  ), noted AS (
    -- Events that go to nobody: without deliveries, and two thirds cheaper.
    INSERT INTO events (id, tenant_id, project_id, operation_id, batch_id, sequence, type, body)
    SELECT event_id(t.id, t.seq), t.tenant_id, t.project_id, t.id, t.batch_id, t.seq, t.what, t.body FROM (
      SELECT c.id, c.tenant_id, c.project_id, c.batch_id, c.batch_position, c.seq, 'operation.phase.completed' AS what,
        event_text(moment, event_id(c.id, c.seq), 'operation.phase.completed', c.seq, c.subject, '', c.rest, ',' || c.said || '}') AS body
      FROM c WHERE c.id <> ALL (heard)
      UNION ALL
      SELECT m.id, m.tenant_id, m.project_id, m.batch_id, m.batch_position, m.event_seq, 'operation.completed',
        event_body(moment, event_id(m.id, m.event_seq), 'operation.completed', m.event_seq, m.id, m.type, m.name, m.status, m.priority, m.progress,
          m.current_phase, m.phases_completed, m.total_phases, m.batch_id, m.operation_key, m.created_at, m.started_at, m.ended_at, m.timeout_at,
          m.extra)
      FROM moved m WHERE m.ends AND m.id <> ALL (heard)
      ORDER BY batch_position, id, seq) t
  )
  SELECT array_agg(m.id), array_agg(m.op) FILTER (WHERE m.ends AND m.batch_id IS NOT NULL),
    EXISTS (SELECT FROM c WHERE c.artifacts <> '[]' OR c.dataset IS NOT NULL)
  INTO moved, settling, made FROM moved m, told;

  IF made OR EXISTS (SELECT 1 FROM artifacts a WHERE a.operation_id = ANY (moved)) THEN
    PERFORM keep_made(moves, moved);
  END IF;
  IF settling IS NOT NULL THEN
    PERFORM settle_batches(settling);
  END IF;
  RETURN QUERY SELECT m, settling IS NOT NULL AND m = ANY (ending) AND coalesce((SELECT b.freeing FROM batches b
    JOIN operations o ON o.batch_id = b.id WHERE o.id = m), false) FROM unnest(moved) AS m;
END
$$;
