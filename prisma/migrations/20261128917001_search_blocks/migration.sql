-- Words by blocks of a project's operations: the newest that have some words are found block by block, whatever else has them.
DROP TABLE operation_words;
DROP FUNCTION IF EXISTS search_query(uuid, uuid, text);
DROP FUNCTION IF EXISTS project_word(uuid, uuid);

-- Up to 1,024 operations of a project that came one after the other.
CREATE TABLE search_blocks (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  uuid NOT NULL,
  project_id uuid NOT NULL,
  -- Places that are given, also those of operations that have expired since.
  places     integer NOT NULL DEFAULT 0,
  first_at   timestamptz NOT NULL DEFAULT 'infinity',
  last_at    timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE INDEX search_blocks_newest ON search_blocks (tenant_id, project_id, last_at DESC);

-- Where in which block an operation is.
CREATE TABLE search_places (
  block_id     integer NOT NULL REFERENCES search_blocks (id) ON DELETE CASCADE,
  place        smallint NOT NULL,
  operation_id text NOT NULL UNIQUE REFERENCES operations (id) ON DELETE CASCADE,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (block_id, place)
);

-- What has a word in a block: the one operation at `place`, or those whose bits are set. Most words are one operation's. No
-- reference: it would be looked up for each word.
CREATE TABLE search_words (
  block_id integer NOT NULL,
  word     text COLLATE "C" NOT NULL,
  place    smallint,
  bits     bit(1024),
  PRIMARY KEY (block_id, word),
  CHECK (num_nonnulls(place, bits) = 1)
) WITH (fillfactor = 90);

TRUNCATE unindexed_operations;
INSERT INTO unindexed_operations (operation_id) SELECT id FROM operations WHERE expired_at IS NULL ORDER BY created_at;
