-- The id of an operation's event. There is one of each number.
CREATE OR REPLACE FUNCTION event_id(operation_id text, sequence integer) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT 'evt-' || substr(operation_id, 4) || '-' || sequence
$$;
