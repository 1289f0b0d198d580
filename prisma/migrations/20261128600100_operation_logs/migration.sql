-- What phases and their workers log of an operation. How much is kept of one is bounded (append_log_entries).
CREATE TABLE log_counts (
  operation_id text PRIMARY KEY REFERENCES operations ON DELETE CASCADE,
  debug        integer NOT NULL DEFAULT 0,
  info         integer NOT NULL DEFAULT 0,
  warn         integer NOT NULL DEFAULT 0,
  error        integer NOT NULL DEFAULT 0,
  -- Entries that were logged and not kept.
  dropped      integer NOT NULL DEFAULT 0,
  bytes        bigint NOT NULL DEFAULT 0,
  -- The last entry that was given, kept or not: a repeated write changes nothing.
  last_epoch   integer NOT NULL DEFAULT -1,
  last_number  integer NOT NULL DEFAULT 0
) WITH (fillfactor = 75);

-- `number` counts within the claim whose epoch it is.
CREATE TABLE log_entries (
  operation_id text NOT NULL REFERENCES log_counts ON DELETE CASCADE,
  epoch        integer NOT NULL,
  number       integer NOT NULL,
  logged_at    timestamptz NOT NULL,
  level        text NOT NULL CHECK (level IN ('debug', 'info', 'warn', 'error')),
  phase        text,
  attempt      integer NOT NULL,
  message      text NOT NULL,
  fields       jsonb,
  -- Where an error came from: for operators only.
  trace        jsonb,
  bytes        integer NOT NULL,
  PRIMARY KEY (operation_id, epoch, number)
);
