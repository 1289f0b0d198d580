-- What tenants and projects may have of things: prisma/README.md, "Quotas". Where there is no row, the deployment's defaults hold.
CREATE TABLE quota_limits (
  tenant_id  uuid NOT NULL,
  -- The nil UUID: the tenant as a whole.
  project_id uuid NOT NULL,
  quota      text NOT NULL,
  -- Infinity: no limit, whatever the default says.
  most       double precision NOT NULL CHECK (most >= 0),
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, project_id, quota)
);

-- What projects have now, but for what operation_count_deltas still holds: changed where those are folded, and nowhere else.
CREATE TABLE project_usage (
  tenant_id  uuid NOT NULL,
  project_id uuid NOT NULL,
  queued     bigint NOT NULL DEFAULT 0,
  running    bigint NOT NULL DEFAULT 0,
  -- Of what runs.
  cpu_units  double precision NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, project_id)
) WITH (fillfactor = 70);

ALTER TABLE operation_count_deltas ADD COLUMN cpu_units double precision NOT NULL DEFAULT 0;

-- No delta with a lower id than `floor` is left to be folded, but of transactions that took longer than a minute: whoever reads
-- the deltas of a tenant passes over the dead entries of its index, however old the oldest snapshot is.
CREATE TABLE count_folds (
  id         integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  floor      bigint NOT NULL DEFAULT 0,
  next_floor bigint NOT NULL DEFAULT 0,
  moved_at   timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);
INSERT INTO count_folds DEFAULT VALUES;
DROP INDEX operation_count_deltas_project;
CREATE INDEX operation_count_deltas_tenant ON operation_count_deltas (tenant_id, id);

LOCK TABLE operation_counts, operation_count_deltas IN EXCLUSIVE MODE;
INSERT INTO project_usage (tenant_id, project_id, queued, running, cpu_units)
SELECT tenant_id, project_id, coalesce(sum(queued), 0), coalesce(sum(running), 0), sum(cpu_units) FROM (
  SELECT tenant_id, project_id, sum(n) FILTER (WHERE status = 'Initiated') AS queued, sum(n) FILTER (WHERE status = 'Running') AS running,
    0 AS cpu_units FROM operation_counts WHERE status IN ('Initiated', 'Running') GROUP BY tenant_id, project_id
  UNION ALL
  SELECT tenant_id, project_id, 0, 0, sum(cpu_units) FROM operations WHERE status = 'Running' AND id > '' GROUP BY tenant_id, project_id
) live GROUP BY tenant_id, project_id HAVING coalesce(sum(queued), 0) <> 0 OR coalesce(sum(running), 0) <> 0;
