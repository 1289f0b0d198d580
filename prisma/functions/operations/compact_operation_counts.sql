-- Folds up to max_rows deltas into the counts; returns how many. One caller at a time: a second waits for the rows.
CREATE OR REPLACE FUNCTION compact_operation_counts(max_rows integer) RETURNS bigint LANGUAGE sql AS $$
  WITH folded AS (
    DELETE FROM operation_count_deltas WHERE id IN (SELECT id FROM operation_count_deltas ORDER BY id LIMIT max_rows)
    RETURNING tenant_id, project_id, hour, type, priority, status, n
  ), merged AS (
    INSERT INTO operation_counts (tenant_id, project_id, hour, type, priority, status, n)
    SELECT tenant_id, project_id, hour, type, priority, status, sum(n) FROM folded GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0
    ON CONFLICT (tenant_id, project_id, hour, type, priority, status) DO UPDATE SET n = operation_counts.n + excluded.n
  )
  SELECT count(*) FROM folded
$$;
