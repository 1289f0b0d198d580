-- The datasets that a schedule names: they can't be deleted before it is.
ALTER TABLE schedules ADD COLUMN dataset_ids uuid[] NOT NULL DEFAULT '{}';
