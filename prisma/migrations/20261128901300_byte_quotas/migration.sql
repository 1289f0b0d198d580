-- What artifacts take: of each project a sum, and what has come or gone since it was last folded.
ALTER TABLE project_usage ADD COLUMN artifact_bytes bigint NOT NULL DEFAULT 0;
CREATE TABLE artifact_deltas (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  uuid NOT NULL,
  project_id uuid NOT NULL,
  bytes      bigint NOT NULL
);
CREATE INDEX artifact_deltas_tenant ON artifact_deltas (tenant_id, id);

-- Until the triggers of count_artifacts.sql are there, which is later in the same transaction or at the next start.
LOCK TABLE artifacts IN EXCLUSIVE MODE;
INSERT INTO project_usage AS u (tenant_id, project_id, artifact_bytes)
SELECT tenant_id, project_id, sum(size_bytes) FROM artifacts GROUP BY tenant_id, project_id
ON CONFLICT (tenant_id, project_id) DO UPDATE SET artifact_bytes = excluded.artifact_bytes;

-- Live streams that a process has open, of a project; of processes that haven't been heard of for a while they don't count.
CREATE UNLOGGED TABLE open_streams (
  process_id uuid NOT NULL,
  tenant_id  uuid NOT NULL,
  project_id uuid NOT NULL,
  n          integer NOT NULL,
  seen_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, project_id, process_id)
);
CREATE INDEX open_streams_process ON open_streams (process_id);

-- Requests of the minute that processes have taken for a tenant (the nil UUID as project) or a project.
CREATE UNLOGGED TABLE request_windows (
  tenant_id  uuid NOT NULL,
  project_id uuid NOT NULL,
  minute     timestamptz NOT NULL,
  taken      double precision NOT NULL,
  PRIMARY KEY (tenant_id, project_id)
) WITH (fillfactor = 50);
