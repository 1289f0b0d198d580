-- advance_operations does what this did, for operations of any kind.
DROP FUNCTION IF EXISTS complete_in_batch(jsonb);
