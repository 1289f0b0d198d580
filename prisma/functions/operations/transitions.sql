-- The life of an operation, as `TRANSITIONS` of packages/domain has it: a test compares the two. `running_phase` is what becomes of a
-- phase that runs when the operation ends before it.
CREATE OR REPLACE FUNCTION transitions() RETURNS TABLE (transition text, from_statuses text[], to_status text, event text, running_phase text)
LANGUAGE sql IMMUTABLE AS $$
  VALUES ('claim', ARRAY['Initiated', 'Running'], 'Running', 'operation.started', NULL),
    ('complete', ARRAY['Running'], 'Completed', 'operation.completed', NULL),
    ('fail', ARRAY['Initiated', 'Running'], 'Failed', 'operation.failed', 'Failed'),
    ('cancel', ARRAY['Initiated', 'Running'], 'Cancelled', 'operation.cancelled', 'Cancelled'),
    ('timeout', ARRAY['Initiated', 'Running'], 'Timeout', 'operation.failed', 'Failed')
$$;
