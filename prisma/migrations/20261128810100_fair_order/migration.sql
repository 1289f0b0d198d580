-- The order in which tenants' operations start: prisma/README.md, "Fair order".
CREATE TABLE fair_classes (
  priority      text PRIMARY KEY CHECK (priority IN ('Low', 'Normal', 'High', 'Critical')),
  -- The highest tag of what has run: nobody's next tag is lower.
  virtual_time  double precision NOT NULL DEFAULT 0,
  -- What has a lower tag may go into the queue at once.
  admit_until   double precision NOT NULL DEFAULT 'infinity',
  -- The last charge that tenants' last tags have in them, but for those that were still being written.
  folded_until  bigint NOT NULL DEFAULT 0,
  -- The first in order at the last look, and since when none of this priority has started.
  head_id       text,
  waiting_since timestamptz,
  CHECK ((head_id IS NULL) = (waiting_since IS NULL))
) WITH (fillfactor = 50);
INSERT INTO fair_classes (priority) VALUES ('Low'), ('Normal'), ('High'), ('Critical');

-- Tenants whose last tag is later than the virtual time; others have no past that counts.
CREATE TABLE fair_tenants (
  tenant_id uuid NOT NULL,
  priority  text NOT NULL,
  last_tag  double precision NOT NULL,
  PRIMARY KEY (tenant_id, priority)
) WITH (fillfactor = 80);
CREATE INDEX fair_tenants_last ON fair_tenants (priority, last_tag);

-- What was added to tenants' last tags, or taken from them, since they were last folded.
CREATE TABLE fair_charges (
  id        bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  tenant_id uuid NOT NULL,
  priority  text NOT NULL,
  stride    double precision NOT NULL,
  -- The tag of the operation that has run, where one is the reason.
  passed    double precision,
  -- The tenant's last tag from then on, as far as the writer could see, where operations that became ready are the reason.
  last_tag  double precision
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
-- Only the last entry of a tenant is read, and none that was folded: entries of a busy second cost nothing, dead ones neither.
CREATE INDEX fair_charges_tenant ON fair_charges (tenant_id, priority, id) WHERE last_tag IS NOT NULL;

CREATE TABLE tenant_weights (
  tenant_id  uuid PRIMARY KEY,
  weight     double precision NOT NULL CHECK (weight >= 0.01 AND weight <= 1000),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- 0 for what has yet to become ready.
ALTER TABLE operations ADD COLUMN fair_tag double precision NOT NULL DEFAULT 0;
-- Its condition names a column that no guarded write does.
CREATE INDEX operations_fair ON operations (priority, fair_tag)
  WHERE status = 'Initiated' AND NOT blocked AND fair_tag IS NOT NULL;
DROP INDEX operations_ready;
DROP INDEX operations_waiting;
