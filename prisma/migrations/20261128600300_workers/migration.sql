-- What each worker says of itself every few seconds; one that is not heard of any more is none.
CREATE TABLE workers (
  name         text PRIMARY KEY,
  cpu_units    double precision NOT NULL,
  memory_gb    double precision NOT NULL,
  used_cpu     double precision NOT NULL,
  used_memory  double precision NOT NULL,
  operations   integer NOT NULL,
  draining     boolean NOT NULL,
  seen_at      timestamptz NOT NULL DEFAULT now()
);
-- Places in the queue are counted by it. Its condition names columns that no guarded write does.
CREATE INDEX operations_waiting ON operations (priority, created_at)
  WHERE status = 'Initiated' AND NOT blocked AND created_at IS NOT NULL;
