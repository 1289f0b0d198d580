-- Claims operations that are ready to run: Initiated and not blocked, or Running without a live lease (released, or the worker died,
-- which counts as a crash). Raises the fencing epoch. A claim that `begins` also begins the first phase, when it is the operation's
-- first claim and there are no checkpoints. Each claim is the same place of each array: an operation, who takes it, and for how many
-- milliseconds. An operation that would exceed a quota of running work is held instead. Returns what a worker reads of the claimed
-- operations, as they are now; each column costs. An operation that another transaction changed at the same moment is claimed as that left it;
-- but for the first claim of an operation of a batch, which is left out, as its batch would be locked after operations.
CREATE OR REPLACE FUNCTION take_operations(ids text[], execution_ids text[], workers text[], leases double precision[], begins boolean[], defaults jsonb)
RETURNS TABLE (id text, tenant_id uuid, project_id uuid, type text, name text, priority text, status text, parameters jsonb, retry_policy jsonb,
  timeout_at timestamptz, cpu_units double precision, memory_gb double precision, dataset_id uuid, further_dataset_ids uuid[], epoch integer,
  attempt integer, crash_count integer, total_phases integer, current_phase text, usage jsonb, batch_id text, checkpoints json)
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  -- What is there, an array a column, in order of id: the order in which all lock operations.
  seen     record;
  starting text[] := '{}';
  held     text[] := '{}';
  -- Events that webhooks hear, and those that follow a batch's, are appended apart.
  is_apart boolean := false;
  n        integer;
  changed  record;
  moment   CONSTANT text := api_time(now());
BEGIN
  SELECT array_agg(o.id) AS ids, array_agg(o.epoch) AS epochs, array_agg(c.execution_id) AS executions, array_agg(c.worker) AS workers,
    array_agg(c.lease) AS leases, array_agg(o.ctid) AS rows, array_agg(o.tenant_id) AS tenants, array_agg(o.project_id) AS projects,
    array_agg(o.id) FILTER (WHERE c.begins AND o.epoch = 0) AS beginning, array_agg(o.id) FILTER (WHERE o.epoch = 0) AS unclaimed,
    array_agg(o.batch_id) FILTER (WHERE o.batch_id IS NOT NULL AND o.epoch = 0) AS batches,
    jsonb_agg(jsonb_build_object('id', o.id, 'epoch', o.epoch, 'execution_id', o.execution_id, 'worker_node', o.worker_node,
      'claimed_at', o.claimed_at, 'taker', c.execution_id)) FILTER (WHERE o.lease_until < now()) AS lapsed,
    EXISTS (SELECT FROM quota_limits WHERE quota IN ('runningOperations', 'cpuUnits')) AS is_limited, EXISTS (SELECT FROM webhooks) AS is_heard
  INTO seen FROM (SELECT * FROM unnest(ids, execution_ids, workers, leases, begins) AS c (id, execution_id, worker, lease, begins) ORDER BY 1) c
    CROSS JOIN LATERAL (SELECT ctid, id, epoch, tenant_id, project_id, batch_id, execution_id, worker_node, claimed_at, lease_until
      FROM operations WHERE id = c.id OFFSET 0) o;
  IF seen.batches IS NOT NULL THEN
    -- The first start of an operation starts its batch, so the batch's row is locked first.
    starting := ARRAY(SELECT b.id FROM batches b WHERE b.id = ANY (seen.batches) AND b.status = 'Initiated' ORDER BY b.id FOR UPDATE);
  END IF;
  IF seen.is_limited OR defaults @? '$.*.runningOperations' OR defaults @? '$.*.cpuUnits' THEN
    held := hold_over_quota(seen.ids, defaults);
  END IF;
  IF starting <> '{}' THEN
    is_apart := true;
  ELSIF seen.is_heard THEN
    is_apart := EXISTS (SELECT FROM unnest(seen.tenants, seen.projects) AS s (tenant_id, project_id)
      CROSS JOIN LATERAL (SELECT FROM webhooks w WHERE w.tenant_id = s.tenant_id AND w.project_id = s.project_id LIMIT 1) w);
  END IF;
  RETURN QUERY WITH g AS (
    SELECT * FROM unnest(seen.rows, seen.ids, seen.epochs, seen.executions, seen.workers, seen.leases)
      AS g (ctid, id, epoch, execution_id, worker_node, lease_ms)
  ), taken AS (
    UPDATE operations o
    SET status = 'Running', epoch = o.epoch + 1, version = o.version + 1, execution_id = g.execution_id, worker_node = g.worker_node,
        lease_until = now() + g.lease_ms * interval '1 millisecond', started_at = coalesce(o.started_at, now()), claimed_at = now(),
        next_attempt_at = NULL, event_seq = o.event_seq + (o.epoch = 0)::integer,
        crash_count = o.crash_count + CASE WHEN o.lease_until < now() THEN 1 ELSE 0 END,
        lapsed_epoch = CASE WHEN o.lease_until < now() THEN o.epoch ELSE o.lapsed_epoch END
    FROM g WHERE o.id = ANY (seen.ids) AND o.ctid = g.ctid AND o.id = g.id AND o.epoch = g.epoch AND o.id <> ALL (held) AND o.held_tag IS NULL
      AND (o.status = 'Initiated' AND NOT o.blocked OR o.status = 'Running' AND (o.lease_until IS NULL OR o.lease_until < now()))
      AND (o.next_attempt_at IS NULL OR o.next_attempt_at <= now())
      AND (o.timeout_at IS NULL OR o.timeout_at > now())
    RETURNING o.id, o.tenant_id, o.project_id, o.type, o.name, o.priority, o.status, o.parameters, o.retry_policy, o.timeout_at, o.cpu_units,
      o.memory_gb, o.dataset_id, o.further_dataset_ids, o.epoch, o.attempt, o.crash_count, o.total_phases, o.current_phase, o.usage, o.batch_id,
      o.event_seq, o.progress, o.phases_completed, o.operation_key, o.created_at, o.started_at, o.ended_at, o.retry_of
  ), begun AS (
    UPDATE phases p SET status = 'Running', started_at = now() FROM taken t
    WHERE t.id = ANY (seen.beginning) AND p.operation_id = ANY (seen.beginning) AND p.operation_id = t.id AND p.idx = 0
      -- OFFSET prevents a join: a plan made while there were no checkpoints would read all of them.
      AND (t.retry_of IS NULL OR NOT EXISTS (SELECT 1 FROM checkpoints c WHERE c.operation_id = t.id OFFSET 0))
  ), told AS (
    INSERT INTO events (id, tenant_id, project_id, operation_id, batch_id, sequence, type, body)
    SELECT event_id(t.id, t.event_seq), t.tenant_id, t.project_id, t.id, t.batch_id, t.event_seq, 'operation.started',
      event_body(moment, event_id(t.id, t.event_seq), 'operation.started', t.event_seq, t.id, t.type, t.name, t.status, t.priority, t.progress,
        t.current_phase, t.phases_completed, t.total_phases, t.batch_id, t.operation_key, t.created_at, t.started_at, t.ended_at, t.timeout_at, '{}')
    FROM taken t WHERE t.epoch = 1 AND NOT is_apart
  )
  SELECT t.id, t.tenant_id, t.project_id, t.type, t.name, t.priority, t.status, t.parameters, t.retry_policy, t.timeout_at, t.cpu_units, t.memory_gb,
    t.dataset_id, t.further_dataset_ids, t.epoch, t.attempt, t.crash_count, t.total_phases, t.current_phase, t.usage, t.batch_id,
    -- Only an earlier claim or what it retries left any.
    CASE WHEN t.epoch > 1 OR t.retry_of IS NOT NULL THEN (
      SELECT json_agg(c ORDER BY c.phase_idx) FROM checkpoints c WHERE c.operation_id = t.id) END
  FROM taken t;
  GET DIAGNOSTICS n = ROW_COUNT;
  IF seen.lapsed IS NOT NULL THEN
    INSERT INTO executions (operation_id, epoch, tenant_id, project_id, execution_id, worker_node, started_at, outcome)
    SELECT l.id, l.epoch, o.tenant_id, o.project_id, l.execution_id, l.worker_node, l.claimed_at, 'WorkerLost'
    FROM jsonb_to_recordset(seen.lapsed) AS l (id text, epoch integer, execution_id text, worker_node text, claimed_at timestamptz, taker text)
      CROSS JOIN LATERAL (SELECT * FROM operations WHERE id = l.id OFFSET 0) o
    WHERE o.epoch = l.epoch + 1 AND o.execution_id = l.taker;
  END IF;
  IF is_apart AND seen.unclaimed IS NOT NULL THEN
    PERFORM append_started(seen.ids, seen.executions, seen.unclaimed, starting);
  END IF;
  IF n < cardinality(seen.ids) THEN
    SELECT array_agg(c.id) AS ids, array_agg(c.execution_id) AS executions, array_agg(c.worker) AS workers, array_agg(c.lease) AS leases,
      array_agg(c.begins) AS begins
    INTO changed FROM unnest(seen.ids, seen.rows, seen.epochs, seen.executions) AS g (id, ctid, epoch, execution_id)
      CROSS JOIN LATERAL (SELECT ctid, epoch, execution_id, batch_id FROM operations WHERE id = g.id OFFSET 0) o
      JOIN unnest(ids, execution_ids, workers, leases, begins) AS c (id, execution_id, worker, lease, begins) ON c.id = g.id
    WHERE o.ctid <> g.ctid AND (o.epoch, o.execution_id) IS DISTINCT FROM (g.epoch + 1, g.execution_id) AND (o.batch_id IS NULL OR o.epoch > 0);
    IF changed.ids IS NOT NULL THEN
      RETURN QUERY SELECT * FROM take_operations(changed.ids, changed.executions, changed.workers, changed.leases, changed.begins, defaults);
    END IF;
  END IF;
END
$$;
