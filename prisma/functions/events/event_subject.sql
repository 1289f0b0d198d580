-- What an event says of the operation itself: which one it is, of which status.
CREATE OR REPLACE FUNCTION event_subject(id text, type text, name text, status text, priority text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '"operationId":"' || id || '","operationType":' || to_json(type) || ',"operationName":' || to_json(name)
    || ',"status":"' || status || '","priority":"' || priority || '"'
$$;
