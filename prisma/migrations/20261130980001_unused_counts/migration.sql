-- What runs is counted in running_operations since lean_claims, and nothing has written or read these columns since. Who folds counts holds
-- this row first.
SELECT 1 FROM count_folds FOR UPDATE;
-- A ledger of before lean_claims still has what runs here, apart from what waits.
UPDATE project_usage SET queued = queued + running WHERE running <> 0;
ALTER TABLE project_usage DROP COLUMN running, DROP COLUMN cpu_units;
ALTER TABLE operation_count_deltas DROP COLUMN cpu_units;
-- Processes of before it would look for them; those that know it work on.
UPDATE ledger_needs SET migration = '20261130960001_lean_claims' WHERE migration < '20261130960001_lean_claims';
