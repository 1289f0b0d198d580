-- After each statement: keeps the counts of lists (operation_count_deltas), and what is ready and what runs. Counts have an operation
-- under Initiated until it ends, so that a claim changes none, and under nothing once it expired; rows are deleted only after that.
-- Of operations that ended, it corrects what their tenants were charged to the real use (nothing, if they never ran), in one charge for
-- each priority of a tenant. Those that are new, ended or expired get their words indexed. (OFFSET, and rows by their address, leave
-- Postgres no plan that reads more of them than it deletes.)
CREATE OR REPLACE FUNCTION count_operation() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  are  record;
  -- Whether any ran before, and whether nobody held any.
  ran  boolean;
  free boolean := true;
BEGIN
  -- While operations run and hold their leases, with progress and most moves, there is nothing else to do.
  SELECT bool_or(status = 'Running') AS running, bool_or(ended_at IS NOT NULL) AS ended,
    bool_or(ended_at IS NULL AND (status <> 'Running' OR lease_until IS NULL)) AS waiting INTO are FROM fresh;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO unindexed_operations (operation_id) SELECT id FROM fresh;
    INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
    SELECT tenant_id, project_id, date_trunc('hour', created_at, 'UTC'), type, priority,
      CASE WHEN ended_at IS NULL THEN 'Initiated' ELSE status END, count(*) FROM fresh WHERE expired_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6;
  ELSE
    SELECT bool_or(status = 'Running'), bool_or(status <> 'Running' OR lease_until IS NULL) INTO ran, free FROM stale;
    IF free THEN
      DELETE FROM ready_operations WHERE ctid = ANY (ARRAY(SELECT r.row FROM stale s
        CROSS JOIN LATERAL ready_place(s.status, s.blocked, s.fair_tag, s.lease_until, s.priority, s.next_attempt_at, s.created_at) p
        CROSS JOIN LATERAL (SELECT ctid AS row FROM ready_operations WHERE line = p.line AND tag = p.tag AND created_at = s.created_at
          AND operation_id = s.id OFFSET 0) r));
    END IF;
    IF ran AND are.ended THEN
      DELETE FROM running_operations WHERE ctid = ANY (ARRAY(SELECT r.row FROM stale s
        CROSS JOIN LATERAL (SELECT ctid AS row FROM running_operations WHERE tenant_id = s.tenant_id AND project_id = s.project_id
          AND created_at = s.created_at AND operation_id = s.id OFFSET 0) r
        WHERE s.status = 'Running' AND s.id NOT IN (SELECT id FROM fresh WHERE status = 'Running')));
    END IF;
    IF are.ended THEN
      INSERT INTO unindexed_operations (operation_id) SELECT id FROM (SELECT id, expired_at IS NULL FROM fresh WHERE ended_at IS NOT NULL
        EXCEPT SELECT id, expired_at IS NULL FROM stale WHERE ended_at IS NOT NULL) e;
      INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
      SELECT tenant_id, project_id, date_trunc('hour', created_at, 'UTC'), type, priority,
        CASE WHEN ended_at IS NULL THEN 'Initiated' ELSE status END, sum(n)
      FROM (SELECT *, 1 AS n FROM fresh UNION ALL SELECT *, -1 FROM stale) moves WHERE expired_at IS NULL
      GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0;
      INSERT INTO fair_charges (tenant_id, priority, stride, passed)
      SELECT tenant_id, priority, fair_stride(tenant_id, sum(owed)), max(passed) FROM (
        SELECT tenant_id, priority, CASE WHEN started_at IS NOT NULL THEN fair_tag END AS passed,
          cpu_units * ran_seconds(f::operations) - fair_cost(cpu_units, estimated_low_sec, estimated_high_sec) AS owed
        FROM fresh f WHERE ended_at IS NOT NULL AND fair_tag > 0 AND id NOT IN (SELECT id FROM stale WHERE ended_at IS NOT NULL)) ended
      GROUP BY tenant_id, priority;
    END IF;
  END IF;
  IF are.waiting THEN
    INSERT INTO ready_operations (line, tag, created_at, operation_id) SELECT p.line, p.tag, f.created_at, f.id FROM fresh f
      CROSS JOIN LATERAL ready_place(f.status, f.blocked, f.fair_tag, f.lease_until, f.priority, f.next_attempt_at, f.created_at) p;
  END IF;
  IF are.running AND free THEN
    INSERT INTO running_operations (tenant_id, project_id, created_at, operation_id, units)
    SELECT tenant_id, project_id, created_at, id, cpu_units FROM fresh WHERE status = 'Running' ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER operations_counted AFTER INSERT ON operations
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_operation();
CREATE OR REPLACE TRIGGER operations_recounted AFTER UPDATE ON operations
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_operation();

-- The version before had a trigger of its own for new words, and deltas that told two statuses in a row.
DROP TRIGGER IF EXISTS operations_unindexed ON operations;
LOCK TABLE operations IN SHARE ROW EXCLUSIVE MODE;
SELECT 1 FROM count_folds FOR UPDATE;
INSERT INTO operation_count_deltas (tenant_id, project_id, hour, type, priority, status, n)
SELECT tenant_id, project_id, hour, type, priority, was, -n FROM operation_count_deltas WHERE was IS NOT NULL;
UPDATE operation_count_deltas SET was = NULL WHERE was IS NOT NULL;
