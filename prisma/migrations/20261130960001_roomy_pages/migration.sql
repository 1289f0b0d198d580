-- A claim writes no index only while its page has room for the new row, which is a third longer. Operations that were accepted one after
-- another are claimed together, so each row of a page needs room in one transaction. Without that room, a row goes to another page, so
-- that a table of ended operations isn't smaller with fuller pages.
ALTER TABLE operations SET (fillfactor = 42);
