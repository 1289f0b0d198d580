-- Claims operations that are ready to run: Initiated and not blocked, or Running without a live lease (released, or the worker died,
-- which counts as a crash). Raises the fencing epoch. A claim that `begins` also begins the first phase, when it is the operation's
-- first claim and there are no checkpoints. Each claim is the same place of each array: an operation, who takes it, and for how many
-- milliseconds. An operation that would exceed a quota of running work is held instead. Returns what a worker reads of the claimed
-- operations, as they are now; each column costs. An operation that another transaction changes at the same moment is claimed as that leaves it.
-- (All is one look at each row: a claim of 32 costs a fifth less than where their rows are read first.)
CREATE OR REPLACE FUNCTION take_operations(ids text[], execution_ids text[], workers text[], leases double precision[], begins boolean[], defaults jsonb)
RETURNS TABLE (id text, tenant_id uuid, project_id uuid, type text, name text, priority text, status text, parameters jsonb, retry_policy jsonb,
  timeout_at timestamptz, cpu_units double precision, memory_gb double precision, dataset_id uuid, further_dataset_ids uuid[], epoch integer,
  attempt integer, crash_count integer, total_phases integer, current_phase text, usage jsonb, batch_id text, checkpoints json)
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_bitmapscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  -- What there may be in the whole ledger; most claims need no closer look.
  ledger   record;
  -- Batches that these claims start.
  starting text[] := '{}';
  held     text[] := '{}';
  -- Taken for the first time, without an event that says so.
  unsaid   operations[];
  moment   CONSTANT text := api_time(now());
BEGIN
  SELECT EXISTS (SELECT FROM batches WHERE status = 'Initiated') AS is_to_start, EXISTS (SELECT FROM webhooks) AS is_heard,
    EXISTS (SELECT FROM quota_limits WHERE quota IN ('runningOperations', 'cpuUnits')) AS is_limited INTO ledger;
  IF ledger.is_to_start THEN
    -- The first start of an operation starts its batch, so the batch's row is locked first.
    starting := ARRAY(SELECT b.id FROM batches b WHERE b.status = 'Initiated' AND b.id = ANY (ARRAY(
      SELECT o.batch_id FROM operations o WHERE o.id = ANY (ids) AND o.batch_id IS NOT NULL AND o.epoch = 0)) ORDER BY b.id FOR UPDATE);
  END IF;
  IF ledger.is_limited OR defaults @? '$.*.runningOperations' OR defaults @? '$.*.cpuUnits' THEN
    held := hold_over_quota(ids, defaults);
  END IF;
  RETURN QUERY WITH taken AS (
    UPDATE operations o
    SET status = 'Running', epoch = o.epoch + 1, version = o.version + 1, (execution_id, worker_node, lease_until) = (
          SELECT execution_ids[n], workers[n], now() + leases[n] * interval '1 millisecond' FROM (SELECT array_position(ids, o.id) AS n OFFSET 0) c),
        started_at = coalesce(o.started_at, now()), claimed_at = now(),
        next_attempt_at = NULL, event_seq = o.event_seq + (o.epoch = 0)::integer,
        crash_count = o.crash_count + CASE WHEN o.lease_until < now() THEN 1 ELSE 0 END,
        lapsed_epoch = CASE WHEN o.lease_until < now() THEN o.epoch ELSE o.lapsed_epoch END
    -- The index gives them in order of id, in which all lock operations.
    WHERE o.id = ANY (ids) AND o.id <> ALL (held) AND o.held_tag IS NULL
      AND (o.status = 'Initiated' AND NOT o.blocked OR o.status = 'Running' AND (o.lease_until IS NULL OR o.lease_until < now()))
      AND (o.next_attempt_at IS NULL OR o.next_attempt_at <= now())
      AND (o.timeout_at IS NULL OR o.timeout_at > now())
      AND (o.batch_id IS NULL OR o.epoch > 0 OR o.batch_id = ANY (starting)
        OR (SELECT b.status FROM batches b WHERE b.id = o.batch_id) IS DISTINCT FROM 'Initiated')
    RETURNING o.id, o.tenant_id, o.project_id, o.type, o.name, o.priority, o.status, o.parameters, o.retry_policy, o.timeout_at, o.cpu_units,
      o.memory_gb, o.dataset_id, o.further_dataset_ids, o.epoch, o.attempt, o.crash_count, o.total_phases, o.current_phase, o.usage, o.batch_id,
      o.event_seq, o.progress, o.phases_completed, o.operation_key, o.created_at, o.started_at, o.ended_at, o.retry_of,
      o.lapsed_epoch = o.epoch - 1 AS has_lapsed
  ), begun AS (
    UPDATE phases p SET status = 'Running', started_at = now() FROM taken t
    WHERE t.epoch = 1 AND p.operation_id = ANY (ARRAY(SELECT c.id FROM unnest(ids, begins) AS c (id, begins) WHERE c.begins))
      AND p.operation_id = t.id AND p.idx = 0
      -- OFFSET prevents a join: a plan made while there were no checkpoints would read all of them.
      AND (t.retry_of IS NULL OR NOT EXISTS (SELECT 1 FROM checkpoints c WHERE c.operation_id = t.id OFFSET 0))
  ), lost AS (
    INSERT INTO executions (operation_id, epoch, tenant_id, project_id, execution_id, worker_node, started_at, outcome)
    SELECT t.id, l.epoch, t.tenant_id, t.project_id, l.execution_id, l.worker_node, l.claimed_at, 'WorkerLost'
    -- As the row was before.
    FROM taken t CROSS JOIN LATERAL (SELECT * FROM operations o WHERE o.id = t.id AND o.epoch = t.epoch - 1 OFFSET 0) l WHERE t.has_lapsed
  ), told AS (
    INSERT INTO events (id, tenant_id, project_id, operation_id, batch_id, sequence, type, body)
    SELECT event_id(t.id, t.event_seq), t.tenant_id, t.project_id, t.id, t.batch_id, t.event_seq, 'operation.started',
      event_body(moment, event_id(t.id, t.event_seq), 'operation.started', t.event_seq, t.id, t.type, t.name, t.status, t.priority, t.progress,
        t.current_phase, t.phases_completed, t.total_phases, t.batch_id, t.operation_key, t.created_at, t.started_at, t.ended_at, t.timeout_at, '{}')
    FROM taken t WHERE t.epoch = 1 AND (t.batch_id = ANY (starting)) IS NOT TRUE AND (ledger.is_heard
      AND (SELECT true FROM webhooks w WHERE w.tenant_id = t.tenant_id AND w.project_id = t.project_id LIMIT 1)) IS NOT TRUE
  )
  SELECT t.id, t.tenant_id, t.project_id, t.type, t.name, t.priority, t.status, t.parameters, t.retry_policy, t.timeout_at, t.cpu_units, t.memory_gb,
    t.dataset_id, t.further_dataset_ids, t.epoch, t.attempt, t.crash_count, t.total_phases, t.current_phase, t.usage, t.batch_id,
    -- Only an earlier claim or what it retries left any.
    CASE WHEN t.epoch > 1 OR t.retry_of IS NOT NULL THEN (
      SELECT json_agg(c ORDER BY c.phase_idx) FROM checkpoints c WHERE c.operation_id = t.id) END
  FROM taken t;
  -- Events that webhooks hear, and those that follow a batch's, are appended apart.
  IF ledger.is_heard OR starting <> '{}' THEN
    unsaid := ARRAY(SELECT o::operations FROM unnest(ids, execution_ids) AS g (id, execution_id)
        CROSS JOIN LATERAL (SELECT * FROM operations WHERE operations.id = g.id OFFSET 0) o
      WHERE o.epoch = 1 AND o.execution_id = g.execution_id
        AND (SELECT true FROM events e WHERE e.operation_id = o.id AND e.sequence = o.event_seq) IS NULL ORDER BY o.id);
    PERFORM start_batch(b.id) FROM (SELECT DISTINCT u.batch_id AS id FROM unnest(unsaid) u WHERE u.batch_id = ANY (starting) ORDER BY 1) b;
    PERFORM append_events(unsaid, array_fill('operation.started'::text, ARRAY[cardinality(unsaid)]));
  END IF;
END
$$;
