-- Keys that programs use instead of tokens. Of a key only the hash of its secret is kept: 32 random bytes need no slow hash.
CREATE TABLE api_keys (
  id             text PRIMARY KEY,
  tenant_id      uuid NOT NULL,
  name           text NOT NULL,
  -- Null is all of the tenant's projects, those to come too.
  projects       uuid[],
  permissions    text[] NOT NULL,
  hash           text NOT NULL,
  -- The secret before the last rotation, as long as it is good for.
  previous_hash  text,
  previous_until timestamptz,
  expires_at     timestamptz NOT NULL,
  -- To ten minutes: a key that is in use costs no write a request.
  last_used_at   timestamptz,
  created_by     text NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX api_keys_tenant ON api_keys (tenant_id, created_at DESC, id DESC);
