-- Deliveries and messages to people are held as operations and imports are: how often those who held them were lost is counted apart
-- from attempts.
ALTER TABLE deliveries ADD COLUMN crash_count integer NOT NULL DEFAULT 0, ADD COLUMN lapsed_epoch integer;
ALTER TABLE notifications ADD COLUMN crash_count integer NOT NULL DEFAULT 0, ADD COLUMN lapsed_epoch integer;
