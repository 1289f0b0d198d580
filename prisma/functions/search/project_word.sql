-- A word that stands for a project; no text has it.
CREATE OR REPLACE FUNCTION project_word(tenant_id uuid, project_id uuid) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '~' || left(md5(tenant_id::text || project_id::text), 16)
$$;
