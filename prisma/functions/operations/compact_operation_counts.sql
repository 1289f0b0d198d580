-- Folds up to max_rows deltas of each kind into the counts of lists and the usage of projects; returns how many of lists. Only one caller
-- works at a time; a second one does nothing. Readers of what isn't folded yet begin at `floor`, past what was folded a minute ago.
CREATE OR REPLACE FUNCTION compact_operation_counts(max_rows integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  last_id bigint;
  folds   bigint;
BEGIN
  PERFORM 1 FROM count_folds FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN 0; END IF;
  WITH counted AS (
    DELETE FROM operation_count_deltas WHERE id IN (SELECT id FROM operation_count_deltas ORDER BY id LIMIT max_rows)
    RETURNING id, tenant_id, project_id, hour, type, priority, status, n
  ), made AS (
    DELETE FROM artifact_deltas WHERE id IN (SELECT id FROM artifact_deltas ORDER BY id LIMIT max_rows) RETURNING tenant_id, project_id, bytes
  ), merged AS (
    INSERT INTO operation_counts AS c (tenant_id, project_id, hour, type, priority, status, n)
    SELECT tenant_id, project_id, hour, type, priority, status, sum(n) FROM counted GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0
    ON CONFLICT (tenant_id, project_id, hour, type, priority, status) DO UPDATE SET n = c.n + excluded.n
  ), used AS (
    INSERT INTO project_usage AS u (tenant_id, project_id, queued, artifact_bytes)
    SELECT tenant_id, project_id, sum(n), sum(bytes) FROM (
      SELECT tenant_id, project_id, n, 0 AS bytes FROM counted WHERE status = 'Initiated'
      UNION ALL SELECT tenant_id, project_id, 0, bytes FROM made) f GROUP BY tenant_id, project_id
    ON CONFLICT (tenant_id, project_id) DO UPDATE SET queued = u.queued + excluded.queued,
      artifact_bytes = u.artifact_bytes + excluded.artifact_bytes
  )
  SELECT max(id), count(*) INTO last_id, folds FROM counted;
  UPDATE count_folds SET floor = next_floor, next_floor = greatest(next_floor, last_id), moved_at = now()
  WHERE moved_at < now() - interval '1 minute' AND last_id IS NOT NULL;
  RETURN folds;
END
$$;
