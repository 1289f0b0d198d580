-- Whether any quota limits the running operations of a project.
CREATE OR REPLACE FUNCTION limits_running(tenant uuid, project uuid, defaults jsonb) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT least(quota_limit(tenant, NULL, 'runningOperations', defaults), quota_limit(tenant, project, 'runningOperations', defaults),
    quota_limit(tenant, NULL, 'cpuUnits', defaults), quota_limit(tenant, project, 'cpuUnits', defaults)) < 'infinity'
$$;
