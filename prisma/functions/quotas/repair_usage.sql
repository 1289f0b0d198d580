-- Compares the counted usage of projects with the operations and artifacts themselves, at one moment, and corrects differences: a
-- trigger may have been disabled. Returns how many projects were wrong.
CREATE OR REPLACE FUNCTION repair_usage() RETURNS bigint LANGUAGE sql AS $$
  WITH missing AS (
    SELECT tenant_id, project_id, count(*) AS queued, 0::numeric AS bytes
    FROM operations WHERE ended_at IS NULL AND expired_at IS NULL GROUP BY tenant_id, project_id
    UNION ALL SELECT tenant_id, project_id, 0, sum(size_bytes) FROM artifacts GROUP BY tenant_id, project_id
    UNION ALL SELECT tenant_id, project_id, -queued, -artifact_bytes FROM project_usage
    UNION ALL SELECT tenant_id, project_id, -n, 0 FROM operation_count_deltas WHERE status = 'Initiated'
    UNION ALL SELECT tenant_id, project_id, 0, -bytes FROM artifact_deltas
  ), repaired AS (
    INSERT INTO project_usage AS u (tenant_id, project_id, queued, artifact_bytes)
    SELECT tenant_id, project_id, sum(queued), sum(bytes) FROM missing
    GROUP BY tenant_id, project_id HAVING sum(queued) <> 0 OR sum(bytes) <> 0
    ON CONFLICT (tenant_id, project_id) DO UPDATE SET queued = u.queued + excluded.queued,
      artifact_bytes = u.artifact_bytes + excluded.artifact_bytes RETURNING 1
  )
  SELECT count(*) FROM repaired
$$;
