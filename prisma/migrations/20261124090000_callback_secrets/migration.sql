-- A project's own HMAC secret for its callbacks, encrypted, beside the key that is derived for it.
CREATE TABLE callback_secrets (
  tenant_id               uuid NOT NULL,
  project_id              uuid NOT NULL,
  secret                  jsonb NOT NULL,
  previous_secret         jsonb,
  previous_secret_expires timestamptz,
  changed_by              text NOT NULL,
  changed_at              timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, project_id)
);
