-- What a whole tenant (no project), or one of its projects, uses now. Each line is what counts of a quota; uploads are limited one by one.
CREATE OR REPLACE FUNCTION quota_used(tenant uuid, project uuid, what text) RETURNS double precision
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  RETURN (SELECT round(coalesce(sum(u.n), 0)::numeric, 6) FROM (
    SELECT 'queuedOperations' AS quota, tenant_id, project_id, queued::double precision AS n FROM project_usage
    UNION ALL SELECT 'queuedOperations', tenant_id, project_id, n FROM operation_count_deltas
      WHERE status = 'Initiated' AND id > (SELECT floor FROM count_folds)
    UNION ALL SELECT 'queuedOperations', tenant_id, project_id, -1 FROM running_operations
    UNION ALL SELECT 'runningOperations', tenant_id, project_id, 1 FROM running_operations
    UNION ALL SELECT 'cpuUnits', tenant_id, project_id, units FROM running_operations
    UNION ALL SELECT 'artifactBytes', tenant_id, project_id, artifact_bytes FROM project_usage
    UNION ALL SELECT 'artifactBytes', tenant_id, project_id, bytes FROM artifact_deltas
    -- A dataset made by an operation has no source file; a restored version shares the files of an earlier one. What an export is
    -- made from isn't its own.
    UNION ALL SELECT 'datasetBytes', tenant_id, project_id, CASE WHEN kind <> 'export' THEN
        CASE WHEN source_key IS NULL THEN 0 ELSE coalesce(size_bytes, 0) END + coalesce(table_bytes, 0)
        WHEN status <> 'Failed' THEN coalesce(table_bytes, size_bytes, 0) END FROM datasets
      WHERE deleted_at IS NULL AND kind IN ('log', 'version', 'export') AND change IS DISTINCT FROM 'restore'
    UNION ALL SELECT 'requestsPerMinute', tenant_id, nullif(project_id, nobody), taken FROM request_windows
      WHERE minute = date_trunc('minute', now()) AND (project IS NULL) = (project_id = nobody)
    -- Processes renew their rows every ten seconds.
    UNION ALL SELECT 'streams', tenant_id, project_id, n FROM open_streams WHERE seen_at > now() - interval '30 seconds'
    UNION ALL SELECT 'webhooks', tenant_id, project_id, 1 FROM webhooks) u
  WHERE u.quota = what AND u.tenant_id = tenant AND (project IS NULL OR u.project_id = project));
END
$$;
