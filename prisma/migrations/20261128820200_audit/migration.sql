-- Calls that may change something, as they come in: written before they are answered to, and moved to `audit_entries` at their end.
CREATE TABLE audit_inbox (
  id         uuid PRIMARY KEY,
  position   bigint GENERATED ALWAYS AS IDENTITY,
  tenant_id  uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT now(),
  -- JSON as it will be hashed; until its end is known it says so.
  body       text NOT NULL,
  has_ended  boolean NOT NULL DEFAULT false
);
CREATE INDEX audit_inbox_ended ON audit_inbox (position) WHERE has_ended;
CREATE INDEX audit_inbox_at ON audit_inbox (at);

-- Only ever added to (see audit_is_append_only.sql). What is searched by is derived from what is hashed.
CREATE TABLE audit_entries (
  tenant_id  uuid NOT NULL,
  seq        bigint NOT NULL,
  at         timestamptz NOT NULL,
  body       text NOT NULL,
  hash       text NOT NULL,
  project_id text GENERATED ALWAYS AS ((body::jsonb) ->> 'projectId') STORED,
  action     text GENERATED ALWAYS AS ((body::jsonb) ->> 'action') STORED,
  subject    text GENERATED ALWAYS AS ((body::jsonb) ->> 'subject') STORED,
  outcome    text GENERATED ALWAYS AS ((body::jsonb) ->> 'outcome') STORED,
  PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX audit_entries_project ON audit_entries (tenant_id, project_id, seq);
CREATE INDEX audit_entries_at ON audit_entries (at);

-- The ends of each tenant's chain: the last entry, and the one before the first that is still kept.
CREATE TABLE audit_chains (
  tenant_id  uuid PRIMARY KEY,
  last_seq   bigint NOT NULL DEFAULT 0,
  last_hash  text NOT NULL DEFAULT '',
  base_seq   bigint NOT NULL DEFAULT 0,
  base_hash  text NOT NULL DEFAULT ''
);
