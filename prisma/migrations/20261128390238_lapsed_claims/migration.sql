-- The last claim whose lease ran out, which counted as a crash. Its owner takes the crash back when it turns out to live, and
-- to have been cut off from the database.
ALTER TABLE operations ADD COLUMN lapsed_epoch integer;
ALTER TABLE datasets ADD COLUMN lapsed_epoch integer;
