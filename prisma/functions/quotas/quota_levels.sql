-- The limits of a quota that hold for a project, its tenant's and its own, each with what is used of it now.
CREATE OR REPLACE FUNCTION quota_levels(tenant uuid, project uuid, what text, defaults jsonb)
RETURNS TABLE (level text, most double precision, used double precision) LANGUAGE sql STABLE AS $$
  SELECT l.level, l.most, quota_used(tenant, l.of, what) FROM (SELECT v.*, quota_limit(tenant, v.of, what, defaults) AS most
    FROM (VALUES ('tenant', NULL), ('project', project)) v (level, of) OFFSET 0) l
  WHERE l.most < 'infinity'
$$;
