-- Claims operations for workers of the version before take_operations, and returns their rows; a later version removes it. `claims` is a
-- list of {operationId, executionId, workerNode, leaseMs, begins?}.
CREATE OR REPLACE FUNCTION claim_operations(claims jsonb, defaults jsonb DEFAULT '{}') RETURNS SETOF operations LANGUAGE plpgsql AS $$
DECLARE
  taken text[];
BEGIN
  SELECT array_agg(t.id) INTO taken FROM (
    SELECT array_agg("operationId") AS ids, array_agg("executionId") AS executions, array_agg("workerNode") AS workers,
      array_agg("leaseMs") AS leases, array_agg(begins) AS begins
    FROM jsonb_to_recordset(claims) AS c ("operationId" text, "executionId" text, "workerNode" text, "leaseMs" double precision, begins boolean)) c
    CROSS JOIN LATERAL take_operations(c.ids, c.executions, c.workers, c.leases, c.begins, defaults) t;
  RETURN QUERY SELECT * FROM operations o WHERE o.id = ANY (taken);
END
$$;
