-- A claim writes no index only while its page has room for the new row, which is a third longer. Operations that were accepted one after
-- another are claimed together, so each row of a page needs room in one transaction. Without that room, a row goes to another page, so
-- that a table of ended operations isn't smaller with fuller pages.
ALTER TABLE operations SET (fillfactor = 42);

-- What runs is counted here, and not among the counts that a claim had to change. repair_places fills the column, whose name is none of
-- operations, as statements of the version before read both tables.
ALTER TABLE running_operations ADD COLUMN units double precision NOT NULL DEFAULT 0;
