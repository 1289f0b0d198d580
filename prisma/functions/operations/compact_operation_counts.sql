-- Folds up to max_rows deltas into the counts of lists and the usage of projects; returns how many. Only one caller works at a time;
-- a second one does nothing.
CREATE OR REPLACE FUNCTION compact_operation_counts(max_rows integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  last_id bigint;
  folds   bigint;
BEGIN
  PERFORM 1 FROM count_folds FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN 0; END IF;
  WITH folded AS (
    DELETE FROM operation_count_deltas WHERE id IN (SELECT id FROM operation_count_deltas ORDER BY id LIMIT max_rows)
    RETURNING id, tenant_id, project_id, hour, type, priority, status, was, n
  ), moved AS (
    SELECT tenant_id, project_id, hour, type, priority, s.* FROM folded d CROSS JOIN LATERAL delta_sides(d.status, d.was, d.n) s
  ), merged AS (
    INSERT INTO operation_counts (tenant_id, project_id, hour, type, priority, status, n)
    SELECT tenant_id, project_id, hour, type, priority, status, sum(n) FROM moved GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0
    ON CONFLICT (tenant_id, project_id, hour, type, priority, status) DO UPDATE SET n = operation_counts.n + excluded.n
  ), used AS (
    INSERT INTO project_usage AS u (tenant_id, project_id, queued)
    SELECT tenant_id, project_id, sum(n) FROM moved WHERE status = 'Initiated' GROUP BY tenant_id, project_id
    ON CONFLICT (tenant_id, project_id) DO UPDATE SET queued = u.queued + excluded.queued
  )
  SELECT max(id), count(*) INTO last_id, folds FROM folded;
  WITH folded AS (
    DELETE FROM artifact_deltas WHERE id IN (SELECT id FROM artifact_deltas ORDER BY id LIMIT max_rows)
    RETURNING tenant_id, project_id, bytes
  )
  INSERT INTO project_usage AS u (tenant_id, project_id, artifact_bytes)
  SELECT tenant_id, project_id, sum(bytes) FROM folded GROUP BY tenant_id, project_id
  ON CONFLICT (tenant_id, project_id) DO UPDATE SET artifact_bytes = u.artifact_bytes + excluded.artifact_bytes;
  UPDATE count_folds SET floor = next_floor, next_floor = greatest(next_floor, last_id), moved_at = now()
  WHERE moved_at < now() - interval '1 minute' AND last_id IS NOT NULL;
  RETURN folds;
END
$$;

-- Counts of an older version told what runs from what waits. Its trigger and its folding, which may be under way, come to their end first.
LOCK TABLE operations IN SHARE ROW EXCLUSIVE MODE;
SELECT 1 FROM count_folds FOR UPDATE;
INSERT INTO operation_counts (tenant_id, project_id, hour, type, priority, status, n)
SELECT tenant_id, project_id, hour, type, priority, 'Initiated', n FROM operation_counts WHERE status = 'Running'
ON CONFLICT (tenant_id, project_id, hour, type, priority, status) DO UPDATE SET n = operation_counts.n + excluded.n;
DELETE FROM operation_counts WHERE status = 'Running';
