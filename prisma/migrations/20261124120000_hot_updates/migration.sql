-- Heartbeats, progress and checkpoints move lease_until. With that column in an index, or in an index's condition, each of
-- them wrote all of an operation's index entries anew; now they are heap-only updates, with room left on each page.
DROP INDEX operations_ready;
DROP INDEX operations_leased;
CREATE INDEX operations_ready ON operations (created_at) WHERE status = 'Initiated' AND NOT blocked;
CREATE INDEX operations_running ON operations (created_at) WHERE status = 'Running';
ALTER TABLE operations SET (fillfactor = 75);
ALTER TABLE phases SET (fillfactor = 75);
