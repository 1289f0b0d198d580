-- What a tenant was charged for an import in the fair order, and how many seconds workers have had it: its end corrects the one to the other.
ALTER TABLE datasets ADD COLUMN import_charge double precision, ADD COLUMN import_used_sec double precision;
