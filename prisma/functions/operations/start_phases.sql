-- Begins phases of those of `among` that name one to start, again or for the first time; later phases become Pending. Returns
-- the operations that go on: those whose phase was started, and those that had none to start.
CREATE OR REPLACE FUNCTION start_phases(moves jsonb, among text[]) RETURNS text[]
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  starting text[] := ARRAY(SELECT m->>'operationId' FROM jsonb_array_elements(moves) m WHERE m ? 'start');
  started  text[];
BEGIN
  IF cardinality(starting) = 0 THEN
    RETURN among;
  END IF;
  WITH g AS MATERIALIZED (
    SELECT m."operationId", m.epoch, m."leaseMs", m.start
    FROM jsonb_to_recordset(moves) AS m ("operationId" text, epoch integer, "leaseMs" double precision, start integer)
    WHERE m.start IS NOT NULL AND m."operationId" = ANY (among)
  ), o AS (
    UPDATE operations o SET current_phase = (SELECT p.name FROM phases p WHERE p.operation_id = g."operationId" AND p.idx = g.start),
      phases_completed = (SELECT count(*) FROM phases p
        WHERE p.operation_id = g."operationId" AND p.idx < g.start AND p.status = 'Completed'),
      lease_until = now() + g."leaseMs" * interval '1 millisecond', version = o.version + 1
    FROM g WHERE o.id = ANY (starting) AND o.id = g."operationId" AND o.epoch = g.epoch AND o.status = 'Running'
    RETURNING o.id, g.start
  ), p AS (
    UPDATE phases p SET status = CASE p.idx WHEN o.start THEN 'Running' ELSE 'Pending' END,
      started_at = CASE p.idx WHEN o.start THEN now() END, ended_at = NULL, progress = 0, records_processed = NULL, detail = NULL
    FROM o WHERE p.operation_id = o.id AND (p.idx = o.start OR p.idx > o.start AND p.status <> 'Pending')
  )
  SELECT array_agg(o.id) INTO started FROM o;
  RETURN ARRAY(SELECT a FROM unnest(among) AS a WHERE a <> ALL (starting)) || started;
END
$$;
