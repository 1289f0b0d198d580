-- What an operation can be found by: words of its id, name, description, type, submitter, parameters, error and log, and one that stands
-- for its project. A table of its own: an operation's row is written many times while it runs, and its words twice.
CREATE TABLE operation_words (
  operation_id text PRIMARY KEY REFERENCES operations (id) ON DELETE CASCADE,
  tenant_id    uuid NOT NULL,
  project_id   uuid NOT NULL,
  created_at   timestamptz NOT NULL,
  words        tsvector NOT NULL
);
-- For words that few operations have.
CREATE INDEX operation_words_found ON operation_words USING gin (words);
-- For words that so many have that the newest are met soon.
CREATE INDEX operation_words_newest ON operation_words (tenant_id, project_id, created_at DESC, operation_id DESC);

-- Operations whose words have yet to be noted, in the order in which they came or ended. No reference: what is gone is passed over.
CREATE TABLE unindexed_operations (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  operation_id text NOT NULL
);
INSERT INTO unindexed_operations (operation_id) SELECT id FROM operations WHERE expired_at IS NULL ORDER BY created_at;
