-- How much more a whole tenant (no project), or one of its projects, may use.
CREATE OR REPLACE FUNCTION quota_room(tenant uuid, project uuid, what text, defaults jsonb) RETURNS double precision
LANGUAGE plpgsql AS $$
DECLARE
  most double precision := quota_limit(tenant, project, what, defaults);
BEGIN
  RETURN CASE WHEN most = 'infinity' THEN most ELSE most - quota_used(tenant, project, what) END;
END
$$;
