-- Frees operations, so that they may run: gives each a place in the fair order, starts its timeout, and sets the datasets that its
-- dependencies made for it.
CREATE OR REPLACE FUNCTION free_operations(ids text[]) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  free_at timestamptz := clock_timestamp();
  freed   text[];
BEGIN
  IF cardinality(ids) = 0 THEN
    RETURN;
  END IF;
  WITH placed AS MATERIALIZED (
    SELECT f.* FROM (
      SELECT array_agg(w.id ORDER BY w.batch_position) AS ids, array_agg(w.tenant_id) AS tenants,
        array_agg(w.priority ORDER BY w.batch_position) AS priorities,
        array_agg(fair_cost(w.cpu_units, w.estimated_low_sec, w.estimated_high_sec) ORDER BY w.batch_position) AS costs
      FROM operations w WHERE w.id = ANY (ids) AND w.status = 'Initiated' AND w.blocked) w,
      fair_tags(w.ids, w.tenants, w.priorities, w.costs) f
  ), o AS (
    UPDATE operations SET blocked = false, version = version + 1, unblocked_at = free_at, fair_tag = placed.tag,
      timeout_at = free_at + timeout_sec * interval '1 second'
    FROM placed
    WHERE operations.id = ANY (ids) AND operations.id = placed.id AND status = 'Initiated' AND blocked
    RETURNING operations.id
  )
  SELECT array_agg(o.id) INTO freed FROM o;
  UPDATE operations o SET dataset_id = made.dataset_id,
    input_records = coalesce((SELECT d.events FROM datasets d WHERE d.id = made.dataset_id), o.input_records)
  FROM (
    SELECT f.id, (SELECT (c.output->>'outputDatasetId')::uuid FROM checkpoints c
      WHERE c.operation_id = f.dataset_from AND c.output->>'outputDatasetId' IS NOT NULL ORDER BY c.phase_idx DESC LIMIT 1) AS dataset_id
    FROM operations f WHERE f.id = ANY (freed) AND f.dataset_from IS NOT NULL AND f.dataset_id IS NULL
  ) made
  WHERE o.id = made.id AND made.dataset_id IS NOT NULL;
END
$$;
