-- When the worker that runs an operation, or ran it last, took it; null of what an older release claimed.
ALTER TABLE operations ADD COLUMN claimed_at timestamptz;

-- What came of earlier claims of an operation: its own row tells of the last one.
CREATE TABLE executions (
  operation_id text NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  epoch        integer NOT NULL,
  tenant_id    uuid NOT NULL,
  project_id   uuid NOT NULL,
  execution_id text NOT NULL,
  worker_node  text,
  started_at   timestamptz,
  ended_at     timestamptz NOT NULL DEFAULT now(),
  outcome      text NOT NULL,
  error        jsonb,
  PRIMARY KEY (operation_id, epoch)
);
ALTER TABLE executions ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_tenants ON executions TO longhaul_worker USING (true);
CREATE POLICY named_tenants ON executions TO longhaul_api
  USING (strpos(current_setting('longhaul.tenants', true), tenant_id::text) > 0);
