-- Only processes of before unstarted_batches claimed and ended operations with these functions and triggers.
DROP TRIGGER IF EXISTS operations_correct_charge ON operations;
DROP TRIGGER IF EXISTS operations_reindexed ON operations;
DROP TRIGGER IF EXISTS operations_end_hold ON operations;
-- Operations are deleted only after they expired, when nothing counts them any more.
DROP TRIGGER IF EXISTS operations_uncounted ON operations;
DROP FUNCTION IF EXISTS correct_charge();
DROP FUNCTION IF EXISTS end_hold();
DROP FUNCTION IF EXISTS claim_operations(jsonb, jsonb);
DROP FUNCTION IF EXISTS end_phases(text[], text);
DROP FUNCTION IF EXISTS lock_batch(text);
DROP FUNCTION IF EXISTS append_started(text[], text[], text[], text[]);

-- Counts of before lean_claims told what runs from what waits. Who folds counts holds this row first.
SELECT 1 FROM count_folds FOR UPDATE;
UPDATE operation_count_deltas SET status = 'Initiated' WHERE status = 'Running';
UPDATE operation_count_deltas SET was = 'Initiated' WHERE was = 'Running';
INSERT INTO operation_counts (tenant_id, project_id, hour, type, priority, status, n)
SELECT tenant_id, project_id, hour, type, priority, 'Initiated', n FROM operation_counts WHERE status = 'Running'
ON CONFLICT (tenant_id, project_id, hour, type, priority, status) DO UPDATE SET n = operation_counts.n + excluded.n;
DELETE FROM operation_counts WHERE status = 'Running';

-- Imports that began before import_use.
UPDATE datasets SET import_charge = greatest(0.2, coalesce(size_bytes, CASE WHEN source_url IS NULL THEN 0 ELSE 1e9 END) / 50e6)
WHERE status = 'Importing' AND import_charge IS NULL;

-- Processes of before it would look for them; those that know it work on.
UPDATE ledger_needs SET migration = '20261130980002_unstarted_batches' WHERE migration < '20261130980002_unstarted_batches';

-- A later migration drops what processes of the version before still call: delta_sides (with counted_as), quota_state, quota_room,
-- exceeded_alone, limits_running, exceeded_quota with seven parameters; and what nothing calls any more: start_of_hour, ready_line,
-- ready_tag, note_unindexed, append_started, import_cost, and the column operation_count_deltas.was.
