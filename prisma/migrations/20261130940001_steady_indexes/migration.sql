-- No index of operations names a column that changes while an operation lives: a claim, progress, a move or a release then writes the
-- row alone (a heap-only update), and no index. What runs and what is ready is in two narrow tables instead (keep_places).

-- Status of an operation that has ended, else `open`. Postgres computes it, whoever writes the row.
ALTER TABLE operations ADD COLUMN stage text NOT NULL
  GENERATED ALWAYS AS (CASE WHEN ended_at IS NULL THEN 'open' ELSE status END) STORED;
ALTER TABLE operations SET (fillfactor = 70);

DROP INDEX operations_live_retry, operations_project_status, operations_superseded, operations_batch_open, operations_running,
  operations_deadline, operations_history, operations_fair, operations_given_back;
CREATE UNIQUE INDEX operations_live_retry ON operations (root_id) WHERE root_id IS NOT NULL AND ended_at IS NULL;
CREATE INDEX operations_project_stage ON operations (tenant_id, project_id, stage, created_at DESC, id DESC);
CREATE INDEX operations_superseded ON operations (ended_at) WHERE root_id IS NOT NULL AND stage = 'Completed';
CREATE INDEX operations_batch_open ON operations (batch_id) WHERE batch_id IS NOT NULL AND ended_at IS NULL;
CREATE INDEX operations_deadline ON operations (timeout_at) WHERE ended_at IS NULL AND timeout_at IS NOT NULL;
CREATE INDEX operations_history ON operations (type, ended_at DESC) WHERE stage = 'Completed' AND ended_at IS NOT NULL;

-- What is ready to be claimed: by its priority and its tag in the fair order; or, of line GivenBack, by the second since which it may go on.
CREATE TABLE ready_operations (
  line         text NOT NULL,
  tag          double precision NOT NULL,
  created_at   timestamptz NOT NULL,
  operation_id text NOT NULL,
  PRIMARY KEY (line, tag, created_at, operation_id)
) WITH (autovacuum_vacuum_scale_factor = 0.02);
-- What runs, given back or not, as lists show it.
CREATE TABLE running_operations (
  tenant_id    uuid NOT NULL,
  project_id   uuid NOT NULL,
  created_at   timestamptz NOT NULL,
  operation_id text NOT NULL,
  PRIMARY KEY (tenant_id, project_id, created_at, operation_id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
ALTER TABLE running_operations ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_tenants ON running_operations TO longhaul_worker USING (true);
CREATE POLICY named_tenants ON running_operations TO longhaul_api
  USING (strpos(current_setting('longhaul.tenants', true), tenant_id::text) > 0);

-- Connections keep the plan of `SELECT * FROM unnest(…)` with the columns that a row had: such functions are made anew.
DO $$
DECLARE
  definition text;
BEGIN
  SET LOCAL check_function_bodies = off;
  FOR definition IN SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind = 'f' AND l.lanname IN ('plpgsql', 'sql')
      AND pg_get_functiondef(p.oid) ~ '\moperations\[\]|SETOF operations'
  LOOP
    EXECUTE definition;
  END LOOP;
END
$$;
