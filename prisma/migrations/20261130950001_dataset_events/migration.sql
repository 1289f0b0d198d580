-- Imports are told as operations are: each version of a dataset numbers its events, of which the last ones are delivered to webhooks,
-- and an import can be cancelled. `import_activity` says what it is doing, `cancellation` who cancelled it and why.
ALTER TABLE datasets ADD COLUMN event_seq integer NOT NULL DEFAULT 0, ADD COLUMN import_activity jsonb, ADD COLUMN cancellation jsonb;
ALTER TABLE datasets DROP CONSTRAINT datasets_status_check,
  ADD CONSTRAINT datasets_status_check CHECK (status IN ('Importing', 'Ready', 'Failed', 'Cancelled'));

-- Of events `dataset_id` is the version's id, as it is of operations. Of deliveries it is the dataset's, over all versions: their
-- first attempts are made in the order of the events.
ALTER TABLE events ADD COLUMN dataset_id uuid;
ALTER TABLE deliveries ADD COLUMN dataset_id uuid;
CREATE UNIQUE INDEX events_dataset_sequence ON events (dataset_id, sequence) WHERE dataset_id IS NOT NULL;
CREATE INDEX events_dataset_age ON events (created_at) WHERE dataset_id IS NOT NULL;
CREATE INDEX deliveries_dataset_order ON deliveries (dataset_id, destination, event_position)
  WHERE dataset_id IS NOT NULL AND status IN ('Pending', 'InFlight');
