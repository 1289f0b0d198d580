-- Which release a worker runs; null of those that don't tell.
ALTER TABLE workers ADD COLUMN version text;
