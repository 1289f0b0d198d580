-- advance_operations does what these did, in one statement.
DROP FUNCTION IF EXISTS commit_phases(jsonb);
DROP FUNCTION IF EXISTS start_phases(jsonb, text[]);
DROP FUNCTION IF EXISTS complete_operations(jsonb, text[]);
