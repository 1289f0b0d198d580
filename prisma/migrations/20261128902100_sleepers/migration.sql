-- Processes that leave their rounds out while nothing is to be done, and want to be told when there is (see functions/rest).
-- Unlogged, for none of it outlives a restart of the server: whoever is not in it looks by himself.
CREATE UNLOGGED TABLE sleepers (
  name  text PRIMARY KEY,
  until timestamptz NOT NULL
) WITH (fillfactor = 50);
