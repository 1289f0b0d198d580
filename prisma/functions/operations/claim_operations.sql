-- Claims operations that are ready to run: Initiated and not blocked, or Running without a live lease (released, or the worker died,
-- which counts as a crash). Raises the fencing epoch. A claim with `begins` also begins the first phase, when it is the operation's
-- first claim and there are no checkpoints. `claims` is a list of {operationId, executionId, workerNode, leaseMs, begins?}. An operation
-- that would exceed a quota of running work is held instead. Returns the claimed operations, as they are now. An operation that another
-- transaction changed at the same moment is claimed as that left it; but for the first claim of an operation of a batch, which is left out,
-- as its batch would be locked after operations.
CREATE OR REPLACE FUNCTION claim_operations(claims jsonb, defaults jsonb DEFAULT '{}') RETURNS SETOF operations
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  -- What is there, an array a column, in order of id: the order in which all lock operations.
  seen     record;
  starting text[] := '{}';
  held     text[];
  is_heard boolean;
  n        integer;
  changed  jsonb;
  moment   CONSTANT text := api_time(now());
BEGIN
  SELECT array_agg(o.id) AS ids, array_agg(o.epoch) AS epochs, array_agg(c."executionId") AS executions, array_agg(c."workerNode") AS workers,
    array_agg(c."leaseMs") AS leases, array_agg(o.ctid) AS rows, array_agg(o.tenant_id) AS tenants, array_agg(o.project_id) AS projects,
    array_agg(o.id) FILTER (WHERE c.begins AND o.epoch = 0) AS beginning, array_agg(o.id) FILTER (WHERE o.epoch = 0) AS unclaimed,
    array_agg(o.batch_id) FILTER (WHERE o.batch_id IS NOT NULL AND o.epoch = 0) AS batches,
    jsonb_agg(jsonb_build_object('id', o.id, 'epoch', o.epoch, 'execution_id', o.execution_id, 'worker_node', o.worker_node,
      'claimed_at', o.claimed_at)) FILTER (WHERE o.lease_until < now()) AS lapsed
  INTO seen FROM (SELECT * FROM jsonb_to_recordset(claims)
      AS c ("operationId" text, "executionId" text, "workerNode" text, "leaseMs" double precision, begins boolean) ORDER BY 1) c
    CROSS JOIN LATERAL (SELECT ctid, id, epoch, tenant_id, project_id, batch_id, execution_id, worker_node, claimed_at, lease_until
      FROM operations WHERE id = c."operationId" OFFSET 0) o;
  IF seen.batches IS NOT NULL THEN
    -- The first start of an operation starts its batch, so the batch's row is locked first.
    starting := ARRAY(SELECT b.id FROM batches b WHERE b.id = ANY (seen.batches) AND b.status = 'Initiated' ORDER BY b.id FOR UPDATE);
  END IF;
  held := hold_over_quota(seen.ids, defaults);
  is_heard := EXISTS (SELECT FROM webhooks) AND EXISTS (SELECT FROM unnest(seen.tenants, seen.projects) AS s (tenant_id, project_id) CROSS JOIN LATERAL (
    SELECT FROM webhooks w WHERE w.tenant_id = s.tenant_id AND w.project_id = s.project_id LIMIT 1) w);
  RETURN QUERY WITH g AS MATERIALIZED (
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
    RETURNING o.*
  ), lost AS (
    INSERT INTO executions (operation_id, epoch, tenant_id, project_id, execution_id, worker_node, started_at, outcome)
    SELECT l.id, l.epoch, t.tenant_id, t.project_id, l.execution_id, l.worker_node, l.claimed_at, 'WorkerLost'
    FROM jsonb_to_recordset(seen.lapsed) AS l (id text, epoch integer, execution_id text, worker_node text, claimed_at timestamptz)
      JOIN taken t ON t.id = l.id
  ), begun AS (
    UPDATE phases p SET status = 'Running', started_at = now() FROM taken t
    WHERE t.id = ANY (seen.beginning) AND p.operation_id = ANY (seen.beginning) AND p.operation_id = t.id AND p.idx = 0
      -- OFFSET prevents a join: a plan made while there were no checkpoints would read all of them.
      AND NOT EXISTS (SELECT 1 FROM checkpoints c WHERE c.operation_id = t.id OFFSET 0)
  ), started AS MATERIALIZED (
    SELECT start_batch(b.id) FROM (SELECT DISTINCT t.batch_id AS id FROM taken t WHERE t.epoch = 1 AND t.batch_id = ANY (starting) ORDER BY 1) b
  ), told AS (
    -- The batch's event comes first.
    INSERT INTO events (id, tenant_id, project_id, operation_id, batch_id, sequence, type, body)
    SELECT event_id(t.id, t.event_seq), t.tenant_id, t.project_id, t.id, t.batch_id, t.event_seq, 'operation.started',
      event_body(moment, event_id(t.id, t.event_seq), 'operation.started', t.event_seq, t.id, t.type, t.name, t.status, t.priority, t.progress,
        t.current_phase, t.phases_completed, t.total_phases, t.batch_id, t.operation_key, t.created_at, t.started_at, t.ended_at, t.timeout_at, '{}')
    FROM (SELECT count(*) FROM started) s, taken t WHERE t.epoch = 1 AND NOT is_heard
  )
  SELECT * FROM taken;
  GET DIAGNOSTICS n = ROW_COUNT;
  IF is_heard AND seen.unclaimed IS NOT NULL THEN
    PERFORM append_operation_events(array_agg(o.*::operations ORDER BY o.id), 'operation.started')
    FROM unnest(seen.ids, seen.executions) AS g (id, execution_id)
      CROSS JOIN LATERAL (SELECT * FROM operations WHERE id = g.id OFFSET 0) o
    WHERE o.id = ANY (seen.unclaimed) AND o.epoch = 1 AND o.execution_id = g.execution_id;
  END IF;
  IF n < cardinality(seen.ids) THEN
    SELECT jsonb_agg(c) INTO changed FROM unnest(seen.ids, seen.rows, seen.epochs, seen.executions) AS g (id, ctid, epoch, execution_id)
      CROSS JOIN LATERAL (SELECT ctid, epoch, execution_id, batch_id FROM operations WHERE id = g.id OFFSET 0) o
      JOIN jsonb_array_elements(claims) c ON c->>'operationId' = g.id
    WHERE o.ctid <> g.ctid AND (o.epoch, o.execution_id) IS DISTINCT FROM (g.epoch + 1, g.execution_id) AND (o.batch_id IS NULL OR o.epoch > 0);
    IF changed IS NOT NULL THEN
      RETURN QUERY SELECT * FROM claim_operations(changed, defaults);
    END IF;
  END IF;
END
$$;
