-- Appends one event of an operation, as append_operation_events does for several. Returns its position.
CREATE OR REPLACE FUNCTION append_operation_event(op operations, what text, extra jsonb DEFAULT '{}') RETURNS bigint LANGUAGE sql AS $$
  SELECT (append_operation_events(ARRAY[op], what, ARRAY[extra]))[1]
$$;
