-- A version written as a file of another format. It goes the way of an import, and is deleted a day after it was last asked for.
ALTER TABLE datasets ADD COLUMN export_of uuid;
ALTER TABLE datasets DROP CONSTRAINT datasets_kind_check,
  ADD CONSTRAINT datasets_kind_check CHECK (kind IN ('log', 'version', 'preview', 'export')),
  ADD CONSTRAINT datasets_export_check CHECK ((export_of IS NOT NULL) = (kind = 'export'));
CREATE INDEX datasets_exports ON datasets (export_of) WHERE kind = 'export';
CREATE INDEX datasets_old_exports ON datasets (created_at) WHERE kind = 'export';
