-- The transitions of an operation's states. A test compares them with `TRANSITIONS` of packages/domain. `running_phase` is the status
-- that a running phase gets when the operation ends before the phase.
CREATE OR REPLACE FUNCTION transitions() RETURNS TABLE (transition text, from_statuses text[], to_status text, event text, running_phase text)
LANGUAGE sql IMMUTABLE AS $$
  VALUES ('claim', ARRAY['Initiated', 'Running'], 'Running', 'operation.started', NULL),
    ('complete', ARRAY['Running'], 'Completed', 'operation.completed', NULL),
    ('fail', ARRAY['Initiated', 'Running'], 'Failed', 'operation.failed', 'Failed'),
    ('cancel', ARRAY['Initiated', 'Running'], 'Cancelled', 'operation.cancelled', 'Cancelled'),
    ('timeout', ARRAY['Initiated', 'Running'], 'Timeout', 'operation.failed', 'Failed')
$$;
