-- Records in artifact_deltas how many bytes of files were added or deleted, once per statement.
CREATE OR REPLACE FUNCTION count_artifacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO artifact_deltas (tenant_id, project_id, bytes)
  SELECT tenant_id, project_id, CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END * sum(size_bytes) FROM moved GROUP BY tenant_id, project_id;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER artifacts_counted AFTER INSERT ON artifacts
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION count_artifacts();
CREATE OR REPLACE TRIGGER artifacts_uncounted AFTER DELETE ON artifacts
  REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION count_artifacts();
