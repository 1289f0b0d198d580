-- What is to be started again and again. `request` is a body of POST operation or POST batch, as it was given.
CREATE TABLE schedules (
  id             text PRIMARY KEY,
  tenant_id      uuid NOT NULL,
  project_id     uuid NOT NULL,
  name           text NOT NULL,
  description    text,
  cron           text NOT NULL,
  time_zone      text NOT NULL,
  catch_up       text NOT NULL CHECK (catch_up IN ('skip', 'latest', 'all')),
  overlap        text NOT NULL CHECK (overlap IN ('allow', 'skip')),
  starts         text NOT NULL CHECK (starts IN ('Operation', 'Batch')),
  request        jsonb NOT NULL,
  status         text NOT NULL DEFAULT 'Active' CHECK (status IN ('Active', 'Paused')),
  -- The tick that is to be run or skipped next; null while it is paused.
  next_run_at    timestamptz,
  -- Whoever claims a due schedule raises the epoch, as does whoever changes it: an earlier claim then writes nothing.
  epoch          integer NOT NULL DEFAULT 0,
  lease_until    timestamptz,
  -- Of its settings, for If-Match.
  version        integer NOT NULL DEFAULT 1,
  run_count      integer NOT NULL DEFAULT 0,
  created_by     text NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX schedules_project ON schedules (tenant_id, project_id, created_at DESC, id DESC);
CREATE INDEX schedules_due ON schedules (next_run_at) WHERE next_run_at IS NOT NULL;

CREATE TABLE schedule_runs (
  schedule_id    text NOT NULL REFERENCES schedules ON DELETE CASCADE,
  number         integer NOT NULL,
  trigger        text NOT NULL CHECK (trigger IN ('Schedule', 'Manual')),
  scheduled_for  timestamptz NOT NULL,
  -- The last tick, where several were skipped together.
  until          timestamptz,
  status         text NOT NULL CHECK (status IN ('Started', 'Skipped', 'Failed')),
  operation_id   text,
  batch_id       text,
  reason         text,
  detail         text,
  errors         jsonb,
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (schedule_id, number)
);
-- A tick is dealt with once, whatever goes wrong elsewhere.
CREATE UNIQUE INDEX schedule_runs_tick ON schedule_runs (schedule_id, scheduled_for) WHERE trigger = 'Schedule';
