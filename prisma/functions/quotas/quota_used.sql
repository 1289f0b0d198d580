-- What a whole tenant (no project), or one of its projects, uses now.
CREATE OR REPLACE FUNCTION quota_used(tenant uuid, project uuid, what text) RETURNS double precision
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN CASE
    WHEN what = 'queuedOperations' THEN (
      SELECT coalesce(sum(n), 0) FROM (
        SELECT u.queued AS n FROM project_usage u WHERE u.tenant_id = tenant AND (project IS NULL OR u.project_id = project)
        UNION ALL
        SELECT d.n FROM operation_count_deltas d WHERE d.tenant_id = tenant AND (project IS NULL OR d.project_id = project)
          AND d.id > (SELECT floor FROM count_folds) AND d.status = 'Initiated'
        UNION ALL
        SELECT -1 FROM running_operations r WHERE r.tenant_id = tenant AND (project IS NULL OR r.project_id = project)) live)
    WHEN what IN ('runningOperations', 'cpuUnits') THEN (
      SELECT round(coalesce(sum(CASE what WHEN 'cpuUnits' THEN r.units ELSE 1 END), 0)::numeric, 6)
      FROM running_operations r WHERE r.tenant_id = tenant AND (project IS NULL OR r.project_id = project))
    WHEN what = 'artifactBytes' THEN (
      SELECT coalesce(sum(n), 0) FROM (
        SELECT u.artifact_bytes AS n FROM project_usage u WHERE u.tenant_id = tenant AND (project IS NULL OR u.project_id = project)
        UNION ALL
        SELECT d.bytes FROM artifact_deltas d WHERE d.tenant_id = tenant AND (project IS NULL OR d.project_id = project)) live)
    WHEN what = 'datasetBytes' THEN (
      -- A dataset made by an operation has no source file; a restored version shares the files of an earlier one. What an export is
      -- made from isn't its own.
      SELECT coalesce(sum(CASE WHEN d.kind = 'export' THEN CASE WHEN d.status <> 'Failed' THEN coalesce(d.table_bytes, d.size_bytes, 0) ELSE 0 END
          ELSE CASE WHEN d.source_key IS NULL THEN 0 ELSE coalesce(d.size_bytes, 0) END + coalesce(d.table_bytes, 0) END), 0)
      FROM datasets d WHERE d.tenant_id = tenant AND (project IS NULL OR d.project_id = project) AND d.deleted_at IS NULL
        AND d.kind IN ('log', 'version', 'export') AND d.change IS DISTINCT FROM 'restore')
    -- This quota limits each upload by itself: uses don't add up.
    WHEN what = 'uploadBytes' THEN 0
    WHEN what = 'requestsPerMinute' THEN (
      SELECT coalesce(sum(r.taken), 0) FROM request_windows r WHERE r.tenant_id = tenant AND r.minute = date_trunc('minute', now())
        AND r.project_id = coalesce(project, '00000000-0000-0000-0000-000000000000'))
    WHEN what = 'streams' THEN (
      -- Processes renew their rows every ten seconds.
      SELECT coalesce(sum(s.n), 0) FROM open_streams s WHERE s.tenant_id = tenant AND (project IS NULL OR s.project_id = project)
        AND s.seen_at > now() - interval '30 seconds')
    WHEN what = 'webhooks' THEN (
      SELECT count(*) FROM webhooks w WHERE w.tenant_id = tenant AND (project IS NULL OR w.project_id = project))
  END;
END
$$;
