-- Nobody looks for an event by its id, which is random: it needs no index to be the only one.
ALTER TABLE events DROP CONSTRAINT events_id_key;

-- Of operations that all went from one status to another a delta says both, where there were two.
ALTER TABLE operation_count_deltas ADD COLUMN was text;
