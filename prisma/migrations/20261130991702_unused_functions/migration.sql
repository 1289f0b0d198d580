-- Files of functions dropped these in versions before, as what took their place was applied.
DROP TRIGGER IF EXISTS operations_correct_charge ON operations;
DROP TRIGGER IF EXISTS operations_end_hold ON operations;
DROP TRIGGER IF EXISTS operations_notify_people ON operations;
DROP TRIGGER IF EXISTS operations_reindexed ON operations;
DROP FUNCTION IF EXISTS advance_batch() CASCADE;
DROP FUNCTION IF EXISTS append_started(text[], text[], text[], text[]);
DROP FUNCTION IF EXISTS correct_charge();
DROP FUNCTION IF EXISTS end_hold();
DROP FUNCTION IF EXISTS notify_people();

-- A later migration drops what processes of the version before still call: append_operation_event,
-- append_operation_events, erase_words, clear_bits, found_blocks with nine parameters, asked_words, word_ends, audit_hash with four
-- parameters, note_unindexed, number_dataset_event.
