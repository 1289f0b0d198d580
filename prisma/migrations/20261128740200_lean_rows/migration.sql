-- Phases and checkpoints come with their operation and go with it, by the statements that write and expire it: each row's own check
-- of its key costs more than the row.
ALTER TABLE phases DROP CONSTRAINT IF EXISTS phases_operation_id_fkey;
ALTER TABLE checkpoints DROP CONSTRAINT IF EXISTS checkpoints_operation_id_fkey;
