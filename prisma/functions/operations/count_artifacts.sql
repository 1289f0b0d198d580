-- Records in artifact_deltas how many bytes of files were added or deleted, once per statement.
CREATE OR REPLACE FUNCTION count_artifacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO artifact_deltas (tenant_id, project_id, bytes)
    SELECT tenant_id, project_id, sum(size_bytes) FROM fresh GROUP BY tenant_id, project_id;
  ELSE
    INSERT INTO artifact_deltas (tenant_id, project_id, bytes)
    SELECT tenant_id, project_id, -sum(size_bytes) FROM stale GROUP BY tenant_id, project_id;
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER artifacts_counted AFTER INSERT ON artifacts
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_artifacts();

CREATE OR REPLACE TRIGGER artifacts_uncounted AFTER DELETE ON artifacts
  REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION count_artifacts();
