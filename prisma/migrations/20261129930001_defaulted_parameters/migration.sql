-- Which parameters a request left out, as JSON pointers into `parameters`, which holds them completed. Null where that isn't known.
ALTER TABLE operations ADD COLUMN defaulted text[];
