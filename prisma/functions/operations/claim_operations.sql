-- Claims operations that are ready to run: Initiated and not blocked, or Running without a live lease (released, or the worker died,
-- which counts as a crash). Raises the fencing epoch. A claim with `begins` also begins the first phase, when it is the operation's
-- first claim and there are no checkpoints. `claims` is a list of {operationId, executionId, workerNode, leaseMs, begins?}. An operation
-- that would exceed a quota of running work is held instead. Returns the claimed operations, as they are now.
CREATE OR REPLACE FUNCTION claim_operations(claims jsonb, defaults jsonb DEFAULT '{}') RETURNS SETOF operations
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  ids     text[] := ARRAY(SELECT c->>'operationId' FROM jsonb_array_elements(claims) c);
  claimed operations[];
  started text[];
  held    text[];
BEGIN
  -- The first start of an operation starts its batch, so the batch's row is locked first.
  PERFORM 1 FROM batches b
  WHERE b.id = ANY (ARRAY(SELECT o.batch_id FROM operations o WHERE o.id = ANY (ids) AND o.batch_id IS NOT NULL))
    AND b.status = 'Initiated'
  ORDER BY b.id FOR UPDATE;
  held := hold_over_quota(ids, defaults);
  WITH before AS MATERIALIZED (
    SELECT o.id, o.started_at, o.epoch, o.tenant_id, o.project_id, o.execution_id, o.worker_node, o.claimed_at,
      coalesce(o.lease_until < now(), false) AS has_lapsed
    FROM operations o
    WHERE o.id = ANY (ids) AND o.id <> ALL (held) AND o.held_tag IS NULL
      AND (o.status = 'Initiated' AND NOT o.blocked OR o.status = 'Running' AND (o.lease_until IS NULL OR o.lease_until < now()))
      AND (o.next_attempt_at IS NULL OR o.next_attempt_at <= now())
      AND (o.timeout_at IS NULL OR o.timeout_at > now())
    ORDER BY o.id FOR UPDATE
  ), g AS MATERIALIZED (
    SELECT before.started_at AS was_started_at, c.* FROM before JOIN jsonb_to_recordset(claims)
      AS c ("operationId" text, "executionId" text, "workerNode" text, "leaseMs" double precision, begins boolean) ON c."operationId" = before.id
  ), taken AS (
    UPDATE operations o
    SET status = 'Running', epoch = o.epoch + 1, version = o.version + 1, execution_id = g."executionId",
        worker_node = g."workerNode", lease_until = now() + g."leaseMs" * interval '1 millisecond',
        started_at = coalesce(o.started_at, now()), claimed_at = now(), next_attempt_at = NULL,
        event_seq = o.event_seq + (g.was_started_at IS NULL)::integer,
        crash_count = o.crash_count + CASE WHEN o.lease_until < now() THEN 1 ELSE 0 END,
        lapsed_epoch = CASE WHEN o.lease_until < now() THEN o.epoch ELSE o.lapsed_epoch END
    FROM g WHERE o.id = ANY (ids) AND o.id = g."operationId"
    RETURNING o AS op, g.was_started_at IS NULL AS is_first, g.begins
  ), lost AS (
    INSERT INTO executions (operation_id, epoch, tenant_id, project_id, execution_id, worker_node, started_at, outcome)
    SELECT id, epoch, tenant_id, project_id, execution_id, worker_node, claimed_at, 'WorkerLost' FROM before WHERE has_lapsed
  ), begun AS (
    UPDATE phases p SET status = 'Running', started_at = now() FROM taken
    WHERE taken.begins AND (taken.op).epoch = 1 AND p.operation_id = ANY (ids) AND p.operation_id = (taken.op).id AND p.idx = 0
      -- OFFSET prevents a join: a plan made while there were no checkpoints would read all of them.
      AND NOT EXISTS (SELECT 1 FROM checkpoints c WHERE c.operation_id = (taken.op).id OFFSET 0)
  )
  SELECT array_agg(taken.op), array_agg((taken.op).id) FILTER (WHERE taken.is_first) INTO claimed, started FROM taken;
  PERFORM start_batch(b.id) FROM (SELECT DISTINCT c.batch_id AS id FROM unnest(claimed) AS c WHERE c.id = ANY (started) AND c.batch_id IS NOT NULL ORDER BY 1) b;
  PERFORM append_operation_events(array_agg(c.*::operations), 'operation.started') FROM unnest(claimed) AS c WHERE c.id = ANY (started);
  RETURN QUERY SELECT * FROM unnest(claimed);
END
$$;
