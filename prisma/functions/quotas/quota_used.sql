-- What a tenant as a whole (no project), or one of its projects, has now.
CREATE OR REPLACE FUNCTION quota_used(tenant uuid, project uuid, what text) RETURNS double precision
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN CASE what
    WHEN 'queuedOperations' THEN (
      SELECT coalesce(sum(n), 0) FROM (
        SELECT u.queued AS n FROM project_usage u WHERE u.tenant_id = tenant AND (project IS NULL OR u.project_id = project)
        UNION ALL
        SELECT d.n FROM operation_count_deltas d WHERE d.tenant_id = tenant AND (project IS NULL OR d.project_id = project)
          AND d.status = 'Initiated' AND d.id > (SELECT floor FROM count_folds)) live)
  END;
END
$$;
