-- The limit of a whole tenant (no project) or of one of its projects; infinity when there is none.
CREATE OR REPLACE FUNCTION quota_limit(tenant uuid, project uuid, what text, defaults jsonb) RETURNS double precision
LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT most FROM quota_limits
     WHERE tenant_id = tenant AND project_id = coalesce(project, '00000000-0000-0000-0000-000000000000') AND quota = what),
    (defaults->CASE WHEN project IS NULL THEN 'tenant' ELSE 'project' END->>what)::double precision, 'infinity')
$$;
