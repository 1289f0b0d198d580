-- Each version of a dataset is a row of its own, so that what reads one keeps it. `dataset_id` is what clients call the dataset:
-- the id of its first version. Of kind 'log' is the version that the dataset's id stands for now, all others are 'version'.
ALTER TABLE datasets ADD COLUMN version_of uuid, ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
  ADD COLUMN change text CHECK (change IN ('append', 'replace', 'restore'));
ALTER TABLE datasets ADD COLUMN dataset_id uuid GENERATED ALWAYS AS (coalesce(version_of, id)) STORED;
ALTER TABLE datasets DROP CONSTRAINT datasets_kind_check, ADD CONSTRAINT datasets_kind_check CHECK (kind IN ('log', 'version', 'preview')),
  ADD CONSTRAINT datasets_later_version_check CHECK ((version_of IS NULL) = (change IS NULL) AND (version_of IS NULL) = (version = 1));
CREATE UNIQUE INDEX datasets_versions ON datasets (dataset_id, version);
CREATE UNIQUE INDEX datasets_current ON datasets (dataset_id) WHERE kind = 'log';
